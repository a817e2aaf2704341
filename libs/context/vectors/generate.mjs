/**
 * Writes context.json (pairs to bytes) and canonical.json (bytes to pairs), the encoding made a second time out of hex.
 *
 *     node generate.mjs
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SEED = 'coffer/context/1';
const u16 = (number) => number.toString(16).padStart(4, '0');
const hex = (text) => Buffer.from(text).toString('hex');
const text = (value) => u16(Buffer.from(value).length) + hex(value);
const raw = (count, ...parts) => u16(count) + parts.join('');
// Sorted by their hex, which orders as the bytes do.
const canonical = (pairs) => raw(pairs.length, ...[...pairs].sort(([a], [b]) => (hex(a) < hex(b) ? -1 : 1)).map(([key, value]) => text(key) + text(value)));
const write = (name, rows) => writeFileSync(join(import.meta.dirname, name), `[\n${rows.map((row) => `  ${JSON.stringify(row)}`).join(',\n')}\n]\n`);

/** `count` pairs of text from several alphabets, the same for the same name. */
function seededPairs(name, count) {
  const bytes = createHash('shake256', { outputLength: count * 8 }).update(`${SEED}/${name}`).digest();
  const alphabet = [...'aZ09:/ é\u00df\u4e2d\uff61\u{10000}\u{1f511}\0'];
  const word = (at) => [...bytes.subarray(at, at + 4)].map((byte) => alphabet[byte % alphabet.length]).join('');
  return [...new Map(Array.from({ length: count }, (_, i) => [word(i * 8), word(i * 8 + 4)]))];
}

const accepted = [
  ['no pairs', []],
  ['lengths separate key from value', [['a', 'bc']]],
  ['... so this one differs from it', [['ab', 'c']]],
  ['order given does not matter', [['b', '2'], ['a', '1']]],
  ['a key before the keys that it begins', [['aa', '1'], ['a', '2']]],
  ['capitals before small letters, as in bytes and not as in a dictionary', [['a', '1'], ['B', '2'], ['Aws', '3'], ['aws:s3:arn', '4']]],
  ['UTF-8 order, where UTF-16 order is reversed', [['\u{10000}', '2'], ['\uff61', '1']]],
  ['a value may be empty', [['a', '']]],
  ['a key may be empty', [['', 'a']]],
  ['composed and decomposed are two keys', [['é', '1'], ['e\u0301', '2']]],
  ['nothing is trimmed', [[' a ', ' b\n']]],
  ['nothing is folded', [['A', '1'], ['a', '1']]],
  ['a zero is a character', [['a\0', '\0b']]],
  ['a key named as an object\'s own parts', [['__proto__', '1'], ['constructor', '2']]],
  ['numbers are text and sorted so', [['10', 'a'], ['9', 'b'], ['1', 'c']]],
  ['what S3 binds', [['aws:s3:arn', 'arn:aws:s3:::bucket/some/key']]],
  ['many alphabets', seededPairs('many', 40)],
];
const lone = [['in a key', [['\ud800', 'x']]], ['in a value', [['x', 'a\udc00']]], ['the wrong way round', [['\udc00\ud800', 'x']]]];
write('context.json', [
  ...accepted.map(([why, pairs]) => ({ why, pairs, bytes: canonical(pairs) })),
  ...lone.map(([where, pairs]) => ({ why: `a lone surrogate has no UTF-8: ${where}`, pairs, refused: 'ill_formed_text' })),
  { why: 'a key twice', pairs: [['a', '1'], ['b', '2'], ['a', '3']], refused: 'duplicate_key' },
  { why: '... even with the same value', pairs: [['a', '1'], ['a', '1']], refused: 'duplicate_key' },
]);

const pair = (key, value) => text(key) + text(value);
write('canonical.json', [
  { why: 'nothing at all', bytes: '', refused: 'not_canonical' },
  { why: 'half a count', bytes: '00', refused: 'not_canonical' },
  { why: 'a count of more pairs than there are', bytes: raw(2, pair('a', '1')), refused: 'not_canonical' },
  { why: 'a count of fewer pairs than there are', bytes: raw(1, pair('a', '1'), pair('b', '2')), refused: 'not_canonical' },
  { why: 'a byte after the last pair', bytes: `${raw(1, pair('a', '1'))}00`, refused: 'not_canonical' },
  { why: 'a byte after no pairs', bytes: '000000', refused: 'not_canonical' },
  { why: 'pairs out of order', bytes: raw(2, pair('b', '2'), pair('a', '1')), refused: 'not_canonical' },
  { why: 'pairs in UTF-16 order', bytes: raw(2, pair('\u{10000}', '2'), pair('\uff61', '1')), refused: 'not_canonical' },
  { why: 'a key twice', bytes: raw(2, pair('a', '1'), pair('a', '2')), refused: 'not_canonical' },
  { why: 'a key twice, the pairs alike', bytes: raw(2, pair('a', '1'), pair('a', '1')), refused: 'not_canonical' },
  { why: 'a key cut short', bytes: raw(1, '0005', hex('abc')), refused: 'not_canonical' },
  { why: 'a value cut short', bytes: raw(1, text('a'), '0002', hex('b')), refused: 'not_canonical' },
  { why: 'a value without a length', bytes: raw(1, text('a')), refused: 'not_canonical' },
  { why: 'half a length', bytes: raw(1, text('a'), '00'), refused: 'not_canonical' },
  { why: 'the count alone of 65,535 pairs', bytes: 'ffff', refused: 'not_canonical' },
  { why: 'a byte that UTF-8 never has', bytes: raw(1, '0001ff', text('x')), refused: 'ill_formed_text' },
  { why: 'a surrogate written in UTF-8\'s manner', bytes: raw(1, '0003eda080', text('x')), refused: 'ill_formed_text' },
  { why: 'a character in more bytes than it needs', bytes: raw(1, '0002c080', text('x')), refused: 'ill_formed_text' },
  { why: 'a character cut in two by its length', bytes: raw(1, '0001c3', '0002a961'), refused: 'ill_formed_text' },
]);
