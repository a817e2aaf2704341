import type { S3EncryptionErrorCode } from '../src/errors.js';

export async function collected(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(Uint8Array.from(chunk));
  return Buffer.concat(all);
}

/** What `toThrow` compares a refusal with. */
export function refusal(code: S3EncryptionErrorCode): Error {
  return expect.objectContaining({ name: 'S3EncryptionError', code }) as Error;
}
