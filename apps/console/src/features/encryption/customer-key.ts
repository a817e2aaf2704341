import { base64Of } from '../../format/encode.js';

/**
 * A key of SSE-C: made here, sent with each request, kept by nobody but who saved it.
 *
 *     file = "coffer-customer-key-1:" base64(key:32) "\n"
 *
 * Reading also takes the bare base64 that other tools keep.
 */
export interface CustomerKey {
  /** 32 bytes in base64, as requests carry them. */
  readonly base64: string;
}

const KEY_SIZE = 32;
const MARK = 'coffer-customer-key-1:';
const BASE64_OF_KEY = /^[A-Za-z0-9+/]{43}=$/;

export function freshCustomerKey(): CustomerKey {
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_SIZE));
  return { base64: base64Of(bytes) };
}

export function customerKeyFile(key: CustomerKey): string {
  return `${MARK}${key.base64}\n`;
}

/** The key of a file's text, or nothing. */
export function parseCustomerKey(text: string): CustomerKey | undefined {
  const trimmed = text.trim();
  const base64 = trimmed.startsWith(MARK) ? trimmed.slice(MARK.length) : trimmed;
  // The last digit before the mark of padding has four bits that say nothing; more than that is no encoding of 32 bytes.
  if (!BASE64_OF_KEY.test(base64) || btoa(atob(base64)) !== base64) return undefined;
  return { base64 };
}
