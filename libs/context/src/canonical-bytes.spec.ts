import { join } from 'node:path';
import { vectors } from '@coffer/testing';
import fc from 'fast-check';
import { canonicalBytes, CONTEXT_SIZE_MAX, contextOf, parseCanonical, parseContext } from './index.js';
import type { ContextErrorCode } from './index.js';

interface ContextVector { why: string; pairs: [string, string][]; bytes?: string; refused?: ContextErrorCode }
interface CanonicalVector { why: string; bytes: string; refused: ContextErrorCode }

const folder = join(import.meta.dirname, '../vectors');
const rows = vectors<ContextVector>(join(folder, 'context.json'));
const accepted = rows.filter(({ bytes }) => bytes !== undefined);
const refusal = (code: ContextErrorCode): Error => expect.objectContaining({ name: 'ContextError', code }) as Error;

/** A context of exactly `size` canonical bytes: one key of one byte. */
const sized = (size: number): [string, string][] => [['k', 'x'.repeat(size - 2 - 2 - 1 - 2)]];

describe('canonicalBytes', () => {
  it.each(rows)('$why', ({ pairs, bytes, refused }) => {
    const encode = (): string => canonicalBytes(contextOf(pairs)).toString('hex');
    if (refused === undefined) expect(encode()).toBe(bytes);
    else expect(encode).toThrow(refusal(refused));
  });

  it.each(accepted)('gives the same bytes for the pairs in any order: $why', ({ pairs, bytes }) => {
    expect(canonicalBytes(contextOf(pairs.toReversed())).toString('hex')).toBe(bytes);
  });

  it('checks a map that no parser made', () => {
    expect(() => canonicalBytes(new Map([['\ud800', 'x']]))).toThrow(refusal('ill_formed_text'));
    expect(() => canonicalBytes(new Map(sized(CONTEXT_SIZE_MAX + 1)))).toThrow(refusal('too_large'));
  });

  it('tells any two contexts apart', () => {
    const context = fc.dictionary(fc.string({ unit: 'binary', maxLength: 4 }), fc.string({ unit: 'binary', maxLength: 4 }), { maxKeys: 4 });
    fc.assert(fc.property(context, context, (a, b) => {
      const [one, other] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
      const alike = one.size === other.size && [...one].every(([key, value]) => other.get(key) === value);
      expect(canonicalBytes(one).equals(canonicalBytes(other))).toBe(alike);
    }));
  });
});

describe('the size of a context', () => {
  it('may be its limit', () => {
    expect(canonicalBytes(contextOf(sized(CONTEXT_SIZE_MAX)))).toHaveLength(CONTEXT_SIZE_MAX);
  });

  it.each([
    ['one byte more', sized(CONTEXT_SIZE_MAX + 1)],
    ['one byte more, which UTF-8 needs and UTF-16 does not', [['k', `${'x'.repeat(CONTEXT_SIZE_MAX - 7 - 1)}é`]]],
    ['a long key', [['k'.repeat(CONTEXT_SIZE_MAX), '']]],
    ['a key of 65,536 bytes, whose length would wrap to 0', [['k'.repeat(65_536), '']]],
    ['a long key of ill-formed text, which is not looked at', [['\ud800'.repeat(CONTEXT_SIZE_MAX + 1), '']]],
  ] as [string, [string, string][]][])('is refused at %s', (_why, pairs) => {
    expect(() => contextOf(pairs)).toThrow(refusal('too_large'));
  });

  it('refuses endless pairs without reading them all', () => {
    let read = 0;
    function* endless(): Generator<[string, string]> {
      for (;;) yield [String(read += 1), ''];
    }
    expect(() => contextOf(endless())).toThrow(refusal('too_large'));
    expect(read).toBeLessThan(CONTEXT_SIZE_MAX);
  });

  it('is checked before bytes are parsed', () => {
    const [key, value] = ['00016b', `${(CONTEXT_SIZE_MAX - 7).toString(16)}${'78'.repeat(CONTEXT_SIZE_MAX - 7)}`];
    expect(parseCanonical(Buffer.from(`0001${key}${value}`, 'hex')).get('k')).toHaveLength(CONTEXT_SIZE_MAX - 7);
    expect(() => parseCanonical(Buffer.alloc(CONTEXT_SIZE_MAX + 1))).toThrow(refusal('too_large'));
  });
});

describe('parseCanonical', () => {
  it.each(accepted)('reads back: $why', ({ pairs, bytes = '' }) => {
    expect(new Map(parseCanonical(Buffer.from(bytes, 'hex')))).toEqual(new Map(pairs));
  });

  it.each(vectors<CanonicalVector>(join(folder, 'canonical.json')))('refuses $why', ({ bytes, refused }) => {
    expect(() => parseCanonical(Buffer.from(bytes, 'hex'))).toThrow(refusal(refused));
  });

  it('accepts nothing that would not be written back the same', () => {
    const bases = fc.constantFrom(...accepted.map(({ bytes = '' }) => Buffer.from(bytes, 'hex')));
    const edit = fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }), cut: fc.boolean() });
    fc.assert(fc.property(bases, fc.array(edit, { maxLength: 3 }), (base, edits) => {
      let bytes = Buffer.from(base);
      for (const { at, byte, cut } of edits) {
        if (cut) bytes = bytes.subarray(0, at % (bytes.length + 1));
        else if (bytes.length > 0) bytes[at % bytes.length] = byte;
      }
      const context = orRefused(() => parseCanonical(bytes));
      if (context !== undefined) expect(canonicalBytes(context).equals(bytes)).toBe(true);
    }), { numRuns: 2_000 });
  });

  it('reads a view of other bytes', () => {
    const framed = Buffer.concat([Buffer.of(0xff), canonicalBytes(contextOf([['a', '1']])), Buffer.of(0xff)]);
    expect(parseCanonical(new Uint8Array(framed).subarray(1, -1)).get('a')).toBe('1');
  });
});

describe('parseContext', () => {
  it('takes every member as a pair', () => {
    expect(new Map(parseContext(JSON.parse('{"b":"2","a":"1","__proto__":"3"}')))).toEqual(new Map([['b', '2'], ['a', '1'], ['__proto__', '3']]));
    expect(parseContext({}).size).toBe(0);
    expect(parseContext(Object.assign(Object.create(null), { a: '1' })).get('a')).toBe('1');
  });

  it.each([null, undefined, 'a', 1, true, [], [['a', '1']], new Map([['a', '1']]), new Date(0), (): string => ''])('refuses what is no object of pairs: %p', (value) => {
    expect(() => parseContext(value)).toThrow(refusal('not_an_object'));
  });

  it.each([null, undefined, 1, true, {}, ['1']])('refuses a value that is not text: %p', (value) => {
    expect(() => parseContext({ a: value })).toThrow(refusal('not_text'));
  });

  it('quotes no pair in its refusals', () => {
    for (const value of [{ secretkey: 1 }, { secretkey: '\ud800secretvalue' }, { secretkey: 'secretvalue'.repeat(1_000) }]) {
      expect(() => parseContext(value)).toThrow(expect.objectContaining({ message: expect.not.stringContaining('secret') as string }) as Error);
    }
  });
});

describe('the order of pairs', () => {
  it('is that of the UTF-8 bytes of their keys, whatever the keys', () => {
    const keys = fc.uniqueArray(fc.string({ unit: fc.constantFrom('a', 'b', '\u007f', '\u0080', '\ud7ff', '\ue000', '\uff61', '\u{10000}', '\u{1f600}', '\u{10ffff}'), maxLength: 4 }), { maxLength: 20 });
    fc.assert(fc.property(keys, (some) => {
      const sorted = [...some].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      expect([...parseCanonical(canonicalBytes(new Map(some.map((key) => [key, ''])))).keys()]).toEqual(sorted);
    }));
  });
});

function orRefused<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    expect(error).toHaveProperty('name', 'ContextError');
    return undefined;
  }
}
