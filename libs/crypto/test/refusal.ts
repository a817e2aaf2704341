import type { CryptoErrorCode } from '../src/index.js';

/** What `toThrow` and `rejects.toThrow` compare a refusal with: its class by name, and its code. */
export function refusal(code: CryptoErrorCode): Error {
  return expect.objectContaining({ name: 'CryptoError', code }) as Error;
}
