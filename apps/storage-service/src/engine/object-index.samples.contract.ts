/** What the ObjectIndex contract is tried with: names, entries, parts, and the refusals that are expected. */
import type { StorageErrorCode } from '../errors/storage-error.js';
import type { ObjectEntry, ObjectName, PartEntry, UploadName } from './object-index.js';

export const BUCKET = 'notes';
export const name = (key: string): ObjectName => ({ bucket: BUCKET, key });
export const inline = (text: string): ObjectEntry => ({
  summary: Buffer.from(`summary of ${text}`),
  record: Buffer.from(`record of ${text}`),
  body: { kind: 'inline', bytes: Buffer.from(text) },
});
export const filed = (text: string, ...ids: string[]): ObjectEntry => ({ ...inline(text), body: { kind: 'bodies', ids } });
/** A body id: 26 characters. */
export const id = (number: number): string => String(number).padStart(26, '0');
export const upload = (key: string, uploadId = 'u1'): UploadName => ({ bucket: BUCKET, key, uploadId });
export const part = (number: number, text: string, body?: string): PartEntry => ({
  number,
  record: Buffer.from(text),
  body: body === undefined ? { kind: 'inline', bytes: Buffer.from(`bytes of ${text}`) } : { kind: 'bodies', ids: [body] },
});
/** The same with text for bytes: comparing large buffers element by element takes seconds. */
export const asText = (entry: ObjectEntry | undefined): unknown =>
  entry && { summary: entry.summary.toString('latin1'), record: entry.record.toString('latin1'), body: entry.body.kind === 'inline' ? entry.body.bytes.toString('latin1') : entry.body.ids };
export const refusal = (code: StorageErrorCode): unknown => expect.objectContaining({ name: 'StorageError', code });
