import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { open } from 'lmdb';
import { encodeName, OWN_KEY } from './audit-keys.js';

/**
 * Copies the log in `from`, as of one moment and while others write it, to `to`, which is made.
 *
 * The copy begins a chain of its own when it is written to. The log that it was taken from may go on from here, and groups of it be exported, streamed or
 * imported by another log before the copy is put back: two groups of one place in one chain would contradict each other for ever. The chain so far stays, whole.
 */
export async function copyAuditLog(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o700 });
  const source = open<Buffer, string>({ path: from, encoding: 'binary', readOnly: true });
  try {
    await source.backup(to, false);
  } finally {
    await source.close();
  }
  const copy = open<Buffer, string>({ path: to, encoding: 'binary', overlappingSync: false, eventTurnBatching: false });
  try {
    copy.transactionSync(() => copy.putSync(OWN_KEY, encodeName(randomUUID())));
  } finally {
    await copy.close();
  }
  await rm(join(to, 'lock.mdb'), { force: true });
}
