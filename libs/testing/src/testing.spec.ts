import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { collect, inSteps } from './in-steps.js';
import { manualClock } from './manual-clock.js';
import { product } from './product.js';
import { seededRandom } from './seeded-random.js';
import { tempDir } from './temp-dir.js';
import { until } from './until.js';
import { vectors } from './vectors.js';
import { wholeLines } from './whole-lines.js';

describe('vectors', () => {
  const file = (text: string): string => {
    const path = join(tempDir(), 'vectors.json');
    writeFileSync(path, text);
    return path;
  };

  it('gives the rows', () => {
    expect(vectors(file('[{ "why": "because", "x": 1 }]'))).toEqual([{ why: 'because', x: 1 }]);
  });

  it.each(['[]', '{}', 'null'])('refuses the empty set %s', (text) => {
    expect(() => vectors(file(text))).toThrow('holds no vectors');
  });

  it.each(['[{ "x": 1 }]', '[{ "why": "" }]'])('refuses %s, which gives no reason', (text) => {
    expect(() => vectors(file(text))).toThrow('vector 0 gives no reason');
  });
});

describe('inSteps', () => {
  it.each(product([0, 1, 7, 64], [1, 3, 7, 8, 100]))('gives %i bytes in steps of %i', async (size, step) => {
    const bytes = seededRandom(size).bytes(size);
    expect(await collect(inSteps(bytes, step))).toEqual(bytes);
  });

  it('spoils a piece once the next is asked for', async () => {
    const steps = inSteps(Buffer.from('abcd'), 2);
    const kept = (await steps.next()).value as Uint8Array;
    expect(Buffer.from(kept).toString()).toBe('ab');
    await steps.next();
    expect(Buffer.from(kept).toString('hex')).toBe('eeee');
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses a step of %d', async (step) => {
    await expect(collect(inSteps(Buffer.alloc(1), step))).rejects.toThrow(RangeError);
  });
});

describe('seededRandom', () => {
  it('is the same for the same seed and different for another', () => {
    const draw = (seed: number): string => seededRandom(seed).bytes(32).toString('hex');
    expect(draw(1)).toBe(draw(1));
    expect(draw(1)).not.toBe(draw(2));
  });

  it('stays below its bound and reaches everything below', () => {
    const random = seededRandom(5);
    const seen = new Set(Array.from({ length: 500 }, () => random.integer(5)));
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4]);
  });

  it('picks one of the items, and nothing from none', () => {
    expect(['a', 'b']).toContain(seededRandom(1).pick(['a', 'b']));
    expect(() => seededRandom(1).pick([])).toThrow(RangeError);
  });
});

describe('manualClock', () => {
  it('moves only when told, and never back', () => {
    const clock = manualClock(1_000);
    clock.advance(500);
    expect([clock.now(), clock.date().toISOString()]).toEqual([1_500, '1970-01-01T00:00:01.500Z']);
    expect(() => { clock.advance(-1); }).toThrow(RangeError);
  });
});

describe('tempDir', () => {
  it('is there, empty, and another each time', () => {
    const [a, b] = [tempDir(), tempDir()];
    expect(existsSync(a) && existsSync(b)).toBe(true);
    expect(a).not.toBe(b);
  });
});

describe('until', () => {
  it('waits for what comes, and no longer', async () => {
    let looks = 0;
    await until(() => { looks += 1; return Promise.resolve(looks === 3); });
    expect(looks).toBe(3);
  });

  it('throws what was waited for when that does not come', async () => {
    await expect(until(() => false, { withinMs: 30, told: 'the sun' })).rejects.toThrow('not within 30 ms: the sun');
  });
});

describe('wholeLines', () => {
  it.each([['', []], ['half', []], ['one\n', ['one']], ['one\ntwo\nha', ['one', 'two']]])('of %j are %j', (text, lines) => {
    const path = join(tempDir(), 'file');
    writeFileSync(path, text);
    expect(wholeLines(path)).toEqual(lines);
  });

  it('of a file that is not there are none', () => {
    expect(wholeLines(join(tempDir(), 'absent'))).toEqual([]);
  });
});
