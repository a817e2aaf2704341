import type { HopResult } from './hop.js';

const STATE_WIDTH = 'skipped'.length + 2;
const HOP_WIDTH = 'storage to kms'.length + 2;

/** `ok       s3 port         127.0.0.1:9000 accepts` */
export function printHop({ hop, state, detail }: HopResult): string {
  return `${state.padEnd(STATE_WIDTH)}${hop.padEnd(HOP_WIDTH)}${detail}\n`;
}

/** The first hop that failed, why, and what to do; or that all is well. */
export function printVerdict(results: readonly HopResult[]): string {
  const first = firstFailure(results);
  if (first === undefined) {
    const count = results.filter(({ state }) => state === 'ok').length;
    return `\nall ${String(count)} hops that were tried are well\n`;
  }
  return `\nfirst failure: ${first.hop}\n  what: ${first.detail}\n  do:   ${first.remedy ?? ''}\n`;
}

/** One document for machines. */
export function printJson(results: readonly HopResult[]): string {
  const first = firstFailure(results);
  return `${JSON.stringify({ ok: first === undefined, firstFailure: first?.hop ?? null, hops: results }, null, 2)}\n`;
}

export function firstFailure(results: readonly HopResult[]): HopResult | undefined {
  return results.find(({ state }) => state === 'failed');
}
