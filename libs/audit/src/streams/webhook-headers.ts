import type { Secret } from '@coffer/crypto';

/** The headers of a webhook's request. The text of the token cannot be cleared, so it is made for each request. */
export function webhookHeaders(token: Secret | undefined): Readonly<Record<string, string>> {
  return token === undefined ? {} : { authorization: `Bearer ${Buffer.from(token.reveal()).toString('latin1')}` };
}
