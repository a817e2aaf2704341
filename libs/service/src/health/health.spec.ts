import { Health } from './health.js';

describe('Health', () => {
  it('is well without checks', async () => {
    expect(await new Health().report()).toEqual({ ok: true, checks: new Map() });
  });

  it('names each check and is well only if all are', async () => {
    const health = new Health();
    health.add('store', () => true);
    health.add('kms', () => Promise.resolve(false));
    expect(await health.report()).toEqual({ ok: false, checks: new Map([['store', 'ok'], ['kms', 'failing']]) });
  });

  it('counts a check that throws, rejects or hangs as failing', async () => {
    const health = new Health();
    health.add('throws', () => {
      throw new Error('x');
    });
    health.add('rejects', () => Promise.reject(new Error('x')));
    health.add('hangs', () => new Promise(() => undefined));
    expect([...(await health.report()).checks.values()]).toEqual(['failing', 'failing', 'failing']);
  });

  it('refuses two checks of one name', () => {
    const health = new Health();
    health.add('store', () => true);
    expect(() => { health.add('store', () => true); }).toThrow('two health checks are named store');
  });
});
