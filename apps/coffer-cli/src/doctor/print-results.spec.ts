import type { HopResult } from './hop.js';
import { printHop, printJson, printVerdict } from './print-results.js';

const fine: HopResult = { hop: 's3 port', state: 'ok', detail: '127.0.0.1:9000 accepts' };
const skipped: HopResult = { hop: 'storage to kms', state: 'skipped', detail: 'no --s3-admin' };
const failed: HopResult = { hop: 'key', state: 'failed', detail: 'it is Disabled', remedy: 'enable it' };
const later: HopResult = { ...failed, hop: 'data key' };

describe('printed results', () => {
  it('are a line for each hop, in columns', () => {
    expect([fine, skipped, failed].map(printHop).join('')).toBe('ok       s3 port         127.0.0.1:9000 accepts\nskipped  storage to kms  no --s3-admin\nfailed   key             it is Disabled\n');
  });

  it('end with the first failure, or with none', () => {
    expect(printVerdict([fine, skipped])).toBe('\nall 1 hops that were tried are well\n');
    expect(printVerdict([fine, failed, later])).toBe('\nfirst failure: key\n  what: it is Disabled\n  do:   enable it\n');
  });

  it('are one document for machines', () => {
    expect(JSON.parse(printJson([fine, failed, later]))).toEqual({ ok: false, firstFailure: 'key', hops: [fine, failed, later] });
    expect(JSON.parse(printJson([fine]))).toEqual({ ok: true, firstFailure: null, hops: [fine] });
  });
});
