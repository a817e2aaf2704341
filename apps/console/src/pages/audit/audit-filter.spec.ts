import type { TrailEntry } from '../../features/trail/trail-entry.js';
import { filtered } from './audit-filter.js';

const entry = (id: string, more: Partial<TrailEntry> = {}): TrailEntry => ({
  id, time: new Date(0), name: 'Decrypt', service: 'kms', who: 'arn:aws:iam::0:user/alice', resources: ['arn:aws:s3:::notes/a'], context: [['project', 'Apollo']], requestId: `r-${id}`, text: '{}', ...more,
});
const entries = [entry('1'), entry('2', { who: 'arn:aws:iam::0:user/bob', refusal: { code: 'AccessDenied', message: '' } }), entry('3', { name: 'LookupEvents', resources: [], context: [] })];
const shown = (filter: Partial<Parameters<typeof filtered>[1]>): string[] => filtered(entries, { text: '', outcome: 'all', lookUps: false, ...filter }).map(({ id }) => id);

describe('the filter of the audit', () => {
  it('leaves the page’s own look-ups away unless they are wanted', () => {
    expect(shown({})).toEqual(['1', '2']);
    expect(shown({ lookUps: true })).toEqual(['1', '2', '3']);
  });

  it.each([['allowed', ['1']], ['refused', ['2']]] as const)('shows what was %s', (outcome, ids) => {
    expect(shown({ outcome })).toEqual(ids);
  });

  it.each([['BOB', ['2']], ['apollo decrypt', ['1', '2']], ['notes/a alice', ['1']], ['accessdenied', ['2']], ['r-1', ['1']], ['nobody', []]])('finds %j', (text, ids) => {
    expect(shown({ text })).toEqual(ids);
  });
});
