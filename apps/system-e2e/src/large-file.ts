import { createCipheriv } from 'node:crypto';
import { open } from 'node:fs/promises';

const STEP = 1024 ** 2;

/** Writes a file of `mebibytes` MiB that looks random and is the same each time: no tool can compress or deduplicate it. */
export async function writeLargeFile(path: string, mebibytes: number): Promise<void> {
  const stream = createCipheriv('aes-128-ctr', Buffer.alloc(16, 1), Buffer.alloc(16));
  const zeroes = Buffer.alloc(STEP);
  const file = await open(path, 'w');
  try {
    for (let step = 0; step < mebibytes; step += 1) await file.write(stream.update(zeroes));
  } finally {
    await file.close();
  }
}
