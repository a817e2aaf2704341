/**
 * W3C Trace Context, version 00:
 *
 *     00-<trace id: 32 hex>-<parent id: 16 hex>-<flags: 2 hex>
 *
 * A later version may have more after it. https://www.w3.org/TR/trace-context/#traceparent-header
 */
const TRACEPARENT_TEXT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const TEXT_LENGTH_MAX = 512;
const VERSION_0_LENGTH = 55;

export interface TraceParent {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceFlags: number;
}

/** What the header names; undefined for one that is not right, which is as good as none. */
export function parseTraceparent(text: unknown): TraceParent | undefined {
  if (typeof text !== 'string' || text.length > TEXT_LENGTH_MAX) return undefined;
  const [, traceId, spanId, flags] = TRACEPARENT_TEXT.exec(text) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  if (text.startsWith('00-') && text.length !== VERSION_0_LENGTH) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1 };
}

export function printTraceparent({ traceId, spanId, traceFlags }: TraceParent): string {
  return `00-${traceId}-${spanId}-0${String(traceFlags & 1)}`;
}
