import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir } from '@coffer/testing';
import { Health } from './health.js';
import { writable } from './writable.js';

describe('Health', () => {
  it('is well without checks', async () => {
    expect(await new Health().report()).toEqual({ ok: true, checks: new Map(), reasons: new Map() });
  });

  it('names each check, gives the reason of what does not pass, and is well only if all do', async () => {
    const health = new Health();
    health.add('store', () => true);
    health.add('kms', () => Promise.resolve(false));
    health.add('audit', () => 'COFFER_DATA_DIR: nothing can be written there (ENOSPC)');
    expect(await health.report()).toEqual({
      ok: false,
      checks: new Map([['store', 'ok'], ['kms', 'failing'], ['audit', 'failing']]),
      reasons: new Map([['kms', 'does not work'], ['audit', 'COFFER_DATA_DIR: nothing can be written there (ENOSPC)']]),
    });
  });

  it('stays well without what informs only, and tells it', async () => {
    const health = new Health();
    health.add('store', () => true);
    health.add('kms', () => 'away', { informs: true });
    expect(await health.report()).toEqual({ ok: true, checks: new Map([['store', 'ok'], ['kms', 'degraded']]), reasons: new Map([['kms', 'away']]) });
  });

  it('counts a check that throws, rejects or hangs as failing, without what was thrown', async () => {
    const health = new Health();
    health.add('throws', () => {
      throw new Error('hidden');
    });
    health.add('rejects', () => Promise.reject(new Error('hidden')));
    health.add('hangs', () => new Promise(() => undefined));
    const { checks, reasons } = await health.report();
    expect([...checks.values()]).toEqual(['failing', 'failing', 'failing']);
    expect([...reasons.values()]).toEqual(['failed; the log may tell why', 'failed; the log may tell why', 'did not answer within 1000 ms']);
  });

  it('refuses two checks of one name', () => {
    const health = new Health();
    health.add('store', () => true);
    expect(() => { health.add('store', () => true); }).toThrow('two health checks are named store');
  });
});

describe('writable', () => {
  it('passes where something can be written, and leaves nothing there', async () => {
    const directory = tempDir();
    expect(await writable('COFFER_DATA_DIR', directory)()).toBe(true);
    expect(readdirSync(directory)).toEqual([]);
  });

  it('names the setting, and not the place, of a directory that is gone', async () => {
    const directory = join(tempDir(), 'gone');
    expect(await writable('COFFER_DATA_DIR', directory)()).toBe('COFFER_DATA_DIR: nothing can be written there (ENOENT)');
  });
});
