import { randomUUID } from 'node:crypto';
import type { Metadata } from '@grpc/grpc-js';

export const REQUEST_ID_KEY = 'x-request-id';

/** Printable everywhere that it goes: logs, headers, audit events. */
const REQUEST_ID = /^[A-Za-z0-9_.:-]{1,128}$/;

/** The id if it is one, else a new one: it is for finding a call again, so a bad one is no reason to refuse the call. */
export function requestIdOr(given: unknown, otherwise: () => string): string {
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : otherwise();
}

export function requestIdOf(metadata: Metadata): string {
  return requestIdOr(metadata.get(REQUEST_ID_KEY)[0], randomUUID);
}
