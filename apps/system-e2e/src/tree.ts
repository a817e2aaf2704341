import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** The root of this repository. */
export const workspace = join(import.meta.dirname, '../../..');

/** Every regular file below a directory and the SHA-256 of its bytes, by path: what a tree is, for comparing. */
export async function treeOf(directory: string): Promise<Map<string, string>> {
  const tree = new Map<string, string>();
  for (const path of await filesOf(directory)) tree.set(relative(directory, path), await sha256Of(path));
  return tree;
}

/** Regular files only: links are not followed, as the tools are told not to. */
export async function filesOf(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();
}

export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
