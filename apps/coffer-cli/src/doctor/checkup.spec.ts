import { Checkup } from './checkup.js';
import { HopFailure, HopSkipped, type HopResult } from './hop.js';

const well = async () => ({ detail: 'well', value: 7 });

describe('a checkup', () => {
  it('tells each hop at once, and goes on after one that failed', async () => {
    const told: HopResult[] = [];
    const checkup = new Checkup(5, (result) => told.push(result));
    expect(await checkup.hop('one', {}, well)).toBe(7);
    expect(await checkup.hop('two', {}, async () => { throw new HopFailure('broken', 'mend it'); })).toBeUndefined();
    expect(await checkup.hop('three', { needs: ['one', 'two'] }, well)).toBeUndefined();
    expect(await checkup.hop('four', { needs: ['three'] }, well)).toBeUndefined();
    await checkup.hop('five', { needs: ['one'] }, () => { throw new HopSkipped('not asked for'); });
    await checkup.hop('six', { needs: ['never tried'] }, well);
    await checkup.hop('seven', {}, async () => { throw Object.assign(new Error('who?'), { name: 'InvalidAccessKeyId' }); });
    expect(told).toEqual([
      { hop: 'one', state: 'ok', detail: 'well' }, { hop: 'two', state: 'failed', detail: 'broken', remedy: 'mend it' }, { hop: 'three', state: 'skipped', detail: 'needs two' },
      { hop: 'four', state: 'skipped', detail: 'needs three' }, { hop: 'five', state: 'skipped', detail: 'not asked for' }, { hop: 'six', state: 'skipped', detail: 'needs never tried' },
      { hop: 'seven', state: 'failed', detail: 'InvalidAccessKeyId: who?', remedy: expect.stringContaining('COFFER_IDENTITIES') },
    ]);
    expect(checkup.results).toEqual(told);
  });

  it('ends a hop that hears no signal, and aborts one that does', async () => {
    const checkup = new Checkup(0.05, () => undefined);
    await checkup.hop('deaf', {}, () => new Promise<never>(() => undefined));
    await checkup.hop('hearing', {}, (signal) => new Promise<never>((_, reject) => { signal.addEventListener('abort', () => { reject(new Error('aborted')); }); }));
    expect(checkup.results.map(({ detail }) => detail)).toEqual(Array(2).fill('no answer within 0.05 s'));
  });
});
