import fc from 'fast-check';
import { findByBits } from './find-by-bits.js';
import { compilePattern } from './pattern.js';

const options = { wildcards: true, variables: false };
const matches = (pattern: string, text: string) => compilePattern(pattern, options).matches(text, () => undefined);

/** The plainest matcher there is: every star tries every length. */
function naive(pattern: string, text: string): boolean {
  const head = pattern.charAt(0);
  if (head === '') return text === '';
  if (head === '*') return Array.from({ length: text.length + 1 }, (_, index) => index).some((index) => naive(pattern.slice(1), text.slice(index)));
  return text !== '' && (head === '?' || head === text[0]) && naive(pattern.slice(1), text.slice(1));
}

describe('a pattern', () => {
  it.each([
    ['', '', true, 'nothing is nothing'],
    ['', 'a', false, 'nothing is not something'],
    ['*', '', true, 'a star may be empty'],
    ['*', 'anything/at:all', true, 'a star goes over every character'],
    ['**', 'ab', true, 'two stars are one'],
    ['***', '', true, 'three stars may be empty'],
    ['a*', 'a', true, 'a star at the end may be empty'],
    ['a*', 'ba', false, 'the start is anchored'],
    ['*a', 'ba', true, 'a star at the start'],
    ['*a', 'ab', false, 'the end is anchored'],
    ['a*a', 'a', false, 'start and end do not share a character'],
    ['a*a', 'aa', true, 'start and end side by side'],
    ['ab*ba', 'aba', false, 'start and end do not overlap'],
    ['a*b*c', 'a-b-c', true, 'a piece in the middle'],
    ['a*b*c', 'a-c-b', false, 'pieces keep their order'],
    ['a*bc*c', 'abc', false, 'the middle does not share the end'],
    ['a*ab*b', 'aababb', true, 'the first place of a piece leaves most for the rest'],
    ['a*aab*b', 'aaaabb', true, 'a piece that almost fits earlier'],
    ['?', '', false, 'a question mark is one character'],
    ['?', 'a', true, 'any one'],
    ['?', 'ab', false, 'and no two'],
    ['a?c', 'abc', true, 'in the middle'],
    ['a?c', 'ac', false, 'never none'],
    ['*?', '', false, 'a star and a question mark are one or more'],
    ['*?', 'abc', true, 'of any number'],
    ['?*?', 'a', false, 'two question marks are two or more'],
    ['?*?', 'ab', true, 'exactly two'],
    ['*?b*', 'ab', true, 'a piece that begins with any character'],
    ['*?b*', 'b', false, 'which must be there'],
    ['*a?c*', 'xxabcxx', true, 'any character inside of a piece'],
    ['*a?c*', 'xxacxx', false, 'which is not left out'],
    ['A', 'a', false, 'patterns have case'],
    ['a.c', 'abc', false, 'a dot is a dot'],
    ['[ab]', 'a', false, 'brackets are brackets'],
    ['a\\*', 'a\\b', true, 'a backslash escapes nothing'],
    ['\u00e9*', 'e\u0301', false, 'nothing is normalised'],
    ['*\ud83d\ude00', 'a\ud83d\ude00', true, 'characters outside of the basic plane'],
    ['a?', 'a\ud83d\ude00', false, 'a question mark is one UTF-16 unit'],
    ['a??', 'a\ud83d\ude00', true, 'so that two stand for an emoji'],
  ])('%j on %j: %s (%s)', (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected);
    expect(naive(pattern, text)).toBe(expected);
  });

  it('agrees with the plainest matcher', () => {
    const short = (...letters: string[]) => fc.array(fc.constantFrom(...letters), { maxLength: 9 }).map((all) => all.join(''));
    let matched = 0;
    fc.assert(
      fc.property(short('a', 'b', '*', '?'), short('a', 'b'), (pattern, text) => {
        const expected = naive(pattern, text);
        if (expected) matched += 1;
        expect(matches(pattern, text)).toBe(expected);
      }),
      { numRuns: 5_000 },
    );
    expect(matched).toBeGreaterThan(250);
  });

  it('takes every text that it was made from', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('*', '?', 'same'), fc.string({ minLength: 1, maxLength: 5 })), { maxLength: 8 }), (pieces) => {
        const text = pieces.map(([kind, piece]) => (kind === '?' ? piece.charAt(0) : piece)).join('');
        const pattern = pieces.map(([kind, piece]) => (kind === 'same' ? piece.replaceAll(/[*?]/g, '?') : kind)).join('');
        expect(matches(pattern, text)).toBe(true);
      }),
    );
  });
});

describe('findByBits', () => {
  it('finds what looking at each place finds', () => {
    const letters = fc.array(fc.constantFrom('a', 'b', '?'), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(letters, fc.array(fc.constantFrom('a', 'b'), { maxLength: 160 }), fc.nat(20), (wanted, given, from) => {
        const text = given.join('');
        const fits = (at: number) => wanted.every((letter, index) => letter === '?' || letter === text[at + index]);
        let expected = -1;
        for (let at = from; at + wanted.length <= text.length && expected < 0; at += 1) if (fits(at)) expected = at;
        expect(findByBits(wanted.join(''), wanted.map((letter) => letter === '?'), text, from, text.length)).toBe(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([31, 32, 33, 64, 65])('crosses words of 32 places: %i characters', (length) => {
    const wanted = `${'?'.repeat(length - 1)}b`;
    const text = `${'a'.repeat(length + 40)}b${'a'.repeat(9)}`;
    expect(findByBits(wanted, Array.from(wanted, (letter) => letter === '?'), text, 0, text.length)).toBe(41);
    expect(findByBits(wanted, Array.from(wanted, (letter) => letter === '?'), text, 0, length + 40)).toBe(-1);
  });
});

describe('hostile patterns', () => {
  const ENTRY = 2_000;
  /** Milliseconds of the quickest of some tries: noise only ever adds. */
  function quickest(operation: () => unknown): number {
    let best = Number.POSITIVE_INFINITY;
    for (let tries = 0; tries < 7; tries += 1) {
      const started = performance.now();
      operation();
      best = Math.min(best, performance.now() - started);
    }
    return best;
  }

  const hostile: [string, string][] = [
    ['many stars', `${'*a'.repeat(ENTRY / 2 - 1)}*b*`],
    ['many stars side by side', `${'*'.repeat(ENTRY - 2)}b*`],
    ['a long piece that fails at its end', `*${'a'.repeat(ENTRY / 2)}b*`],
    ['a long piece that fails at its start', `*b${'a'.repeat(ENTRY / 2)}*`],
    ['stars and question marks in turn', `${'?*'.repeat(ENTRY / 2 - 1)}b*`],
    ['question marks and letters in turn', `*${'?a'.repeat(ENTRY / 4)}b*`],
    ['question marks that fail at the end', `*${'?'.repeat(ENTRY / 2)}b*`],
    ['pieces that grow', `*${Array.from({ length: 60 }, (_, index) => 'a'.repeat(index)).join('*')}*b*`],
  ];

  it.each(hostile)('%s: the time is linear in the text', (_, pattern) => {
    const { matches: test } = compilePattern(pattern, options);
    const time = (length: number) => {
      const text = 'a'.repeat(length);
      return quickest(() => expect(test(text, () => undefined)).toBe(false));
    };
    time(64_000);
    // Linear is 4; whatever tried each star at each place would be 16 or never end.
    expect(time(256_000)).toBeLessThan(Math.max(time(64_000), 0.5) * 10);
  });

  it.each(hostile)('%s: a text as long as a header is over at once', (_, pattern) => {
    const { matches: test } = compilePattern(pattern, options);
    const text = 'a'.repeat(16_384);
    expect(quickest(() => test(text, () => undefined))).toBeLessThan(250);
  });
});
