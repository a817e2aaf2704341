import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const DIRECTORY_MODE = 0o700;
const FILE_MODE = 0o600;

function syncDirectory(directory: string): void {
  const descriptor = openSync(directory, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Makes a directory that only its owner may enter, and those above it that are missing. */
export function makePrivateDirectory(directory: string): void {
  const first = mkdirSync(directory, { recursive: true, mode: DIRECTORY_MODE });
  if (first !== undefined) syncDirectory(dirname(first));
}

/**
 * Writes a file that only its owner may read, whole or not at all, and durably: what is made once, such as a root key, must neither be
 * half there nor gone after a power cut.
 */
export function writePrivateFile(file: string, text: string | Uint8Array): void {
  const directory = dirname(file);
  makePrivateDirectory(directory);
  const temporary = join(directory, `.${basename(file)}.${String(process.pid)}.tmp`);
  rmSync(temporary, { force: true });
  const descriptor = openSync(temporary, 'wx', FILE_MODE);
  try {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(temporary, file);
  syncDirectory(directory);
}
