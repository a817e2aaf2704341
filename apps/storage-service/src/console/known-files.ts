import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** Together, before compression: they are held in memory for as long as the service runs. */
export const FILES_SIZE_MAX = 32 * 1_024 * 1_024;
export const FILES_MAX = 500;
/** What is smaller is sent as it is. */
const COMPRESSED_FROM = 1_024;

/** What a console is made of; files of other kinds are not served. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['.css', 'text/css; charset=utf-8'],
  ['.html', 'text/html; charset=utf-8'],
  ['.ico', 'image/x-icon'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.json', 'application/json'],
  ['.png', 'image/png'],
  ['.svg', 'image/svg+xml'],
  ['.txt', 'text/plain; charset=utf-8'],
  ['.webmanifest', 'application/manifest+json'],
  ['.woff2', 'font/woff2'],
]);

/** Those that gain nothing by it. */
const COMPRESSED_ALREADY = new Set(['.ico', '.png', '.woff2']);

export interface KnownFile {
  readonly type: string;
  readonly body: Buffer;
  /** The body as gzip, where that is smaller. Browsers offer Brotli over HTTPS only. */
  readonly gzipped?: Buffer;
  /** Its name holds a hash of its content. */
  readonly isImmutable: boolean;
}

/**
 * Every file of a built console by its path in addresses (`/assets/index-B7.js`), read once: an address is looked up here and never joined to a path, so none
 * leads anywhere else. Links are not followed. Undefined if there is no `index.html`. Throws RangeError beyond the limits.
 */
export async function readKnownFiles(directory: string): Promise<ReadonlyMap<string, KnownFile> | undefined> {
  const found = new Map<string, KnownFile>();
  let size = 0;
  for (const path of pathsIn(directory)) {
    const type = TYPES.get(extname(path));
    const file = join(directory, path);
    const stat = lstatSync(file);
    if (type === undefined || !stat.isFile()) continue;
    size += stat.size;
    if (size > FILES_SIZE_MAX || found.size === FILES_MAX) throw new RangeError('the console has more files than are served');
    found.set(`/${path.split(sep).join('/')}`, await knownFile(path, type, readFileSync(file)));
  }
  return found.has('/index.html') ? found : undefined;
}

function pathsIn(directory: string): string[] {
  try {
    return readdirSync(directory, { recursive: true, encoding: 'utf8' });
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}

async function knownFile(path: string, type: string, body: Buffer): Promise<KnownFile> {
  const file = { type, body, isImmutable: path.startsWith(`assets${sep}`) };
  if (body.length < COMPRESSED_FROM || COMPRESSED_ALREADY.has(extname(path))) return file;
  const gzipped = await promisify(gzip)(body, { level: 9 });
  return gzipped.length < body.length ? { ...file, gzipped } : file;
}
