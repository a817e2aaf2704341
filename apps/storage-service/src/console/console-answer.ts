import type { KnownFile } from './known-files.js';

/** An answer of the console's door, whole. */
export interface ConsoleAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const YEAR_SECONDS = 31_536_000;

/** Never kept by anybody. */
export function jsonAnswer(status: number, value: object, headers: Readonly<Record<string, string>> = {}): ConsoleAnswer {
  return { status, headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers }, body: Buffer.from(`${JSON.stringify(value)}\n`) };
}

/** A file whose name holds its hash may be kept for good, and any other not at all: an old page would ask for parts that are gone. */
export function fileAnswer({ type, body, gzipped, isImmutable }: KnownFile, acceptEncoding: string | string[] | undefined): ConsoleAnswer {
  const headers = { 'content-type': type, 'cache-control': isImmutable ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-store' };
  if (gzipped === undefined) return { status: 200, headers, body };
  const isTaken = takesGzip(String(acceptEncoding ?? ''));
  return { status: 200, headers: { ...headers, vary: 'Accept-Encoding', ...(isTaken && { 'content-encoding': 'gzip' }) }, body: isTaken ? gzipped : body };
}

/** `gzip`, unless it is said to be unwanted (`gzip;q=0`). */
function takesGzip(acceptEncoding: string): boolean {
  return acceptEncoding.split(',').some((coding) => /^\s*gzip\s*(?:;\s*q=(?!0(?:\.0*)?\s*$)[\d.]+\s*)?$/i.test(coding));
}
