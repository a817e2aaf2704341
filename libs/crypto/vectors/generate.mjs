/**
 * Writes associated-data.json, seals.json and streams.json: the formats made a second time, by other means than the library's
 * (hkdfSync, raw keys, hex that is joined), from one seed. What Tink and others made stands in tink/ and published/.
 *
 *     node generate.mjs
 */
import { createCipheriv, createHash, hkdfSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SEED = 'coffer/crypto/1';
const seeded = (name, length) => createHash('shake256', { outputLength: length }).update(`${SEED}/${name}`).digest();
const hex = (bytes) => Buffer.from(bytes).toString('hex');
const u32 = (number) => number.toString(16).padStart(8, '0');
const frame = (...fields) => fields.map((field) => u32(Buffer.from(field).length) + hex(Buffer.from(field))).join('');
const write = (name, rows) => writeFileSync(join(import.meta.dirname, name), `[\n${rows.map((row) => `  ${JSON.stringify(row)}`).join(',\n')}\n]\n`);

const lists = [
  ['a label alone', 'a', []],
  ['an empty field is still a field', 'a', ['']],
  ['... and two are two', 'a', ['', '']],
  ['lengths separate label from field', 'a', ['bc']],
  ['... so this one differs from it', 'ab', ['c']],
  ['... and this one', 'a', ['b', 'c']],
  ['a label counts UTF-8 bytes', 'ä', ['x']],
  ['a field may hold a frame', 'a', ['\0\0\0\x01b']],
  ['a field is bytes, not text', 'a', [Buffer.from('ff00fe', 'hex')]],
  ['a length over one byte', 'a', [seeded('long field', 300)]],
];
write('associated-data.json', lists.map(([why, label, fields]) => ({ why, label, fields: fields.map((f) => hex(Buffer.from(f))), bytes: frame(label, ...fields) })));

function gcm(key, nonce, aad, plaintext) {
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(aad);
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

const key = seeded('key', 32);
const aad = Buffer.from(frame('test/v1', 'bucket', 'name'), 'hex');
const otherAad = Buffer.from(frame('test/v1', 'bucketn', 'ame'), 'hex');
const flipped = (bytes, at) => Buffer.from(bytes.map((byte, index) => (index === at ? byte ^ 1 : byte)));

const nonce = seeded('nonce', 12);
const short = seeded('short', 32);
const sealed = Buffer.concat([nonce, gcm(key, nonce, aad, short)]);
const refusedSeals = [
  ['one bit of the nonce flipped', flipped(sealed, 0), 'not_authentic'],
  ['one bit of the ciphertext flipped', flipped(sealed, 12), 'not_authentic'],
  ['one bit of the tag flipped', flipped(sealed, sealed.length - 1), 'not_authentic'],
  ['a byte cut from its end', sealed.subarray(0, -1), 'not_authentic'],
  ['a byte added at its end', Buffer.concat([sealed, Buffer.alloc(1)]), 'not_authentic'],
  ['a nonce and a tag short by one byte', sealed.subarray(0, 27), 'truncated'],
  ['nothing at all', Buffer.alloc(0), 'truncated'],
  ['sealed under fields that join to the same text', Buffer.concat([nonce, gcm(key, nonce, otherAad, short)]), 'not_authentic'],
  ['sealed under another key', Buffer.concat([nonce, gcm(seeded('other key', 32), nonce, aad, short)]), 'not_authentic'],
];
write('seals.json', [
  { why: 'a key of 32 bytes', key: hex(key), aad: hex(aad), plaintext: hex(short), sealed: hex(sealed) },
  { why: 'nothing, authenticated', key: hex(key), aad: hex(aad), plaintext: '', sealed: hex(nonce) + hex(gcm(key, nonce, aad, Buffer.alloc(0))) },
  ...refusedSeals.map(([why, bytes, refused]) => ({ why, key: hex(key), aad: hex(aad), sealed: hex(bytes), refused })),
]);

/** A stream in its parts: the header, then each segment. `lastIs` and `firstIndex` make streams that no honest writer makes. */
function streamParts(name, plaintexts, { lastIs = plaintexts.length - 1, firstIndex = 0 } = {}) {
  const salt = seeded(`${name}/salt`, 32);
  const prefix = seeded(`${name}/prefix`, 7);
  const derived = Buffer.from(hkdfSync('sha256', key, salt, aad, 32));
  const segments = plaintexts.map((plaintext, i) => gcm(derived, Buffer.from(hex(prefix) + u32(i + firstIndex) + (i === lastIs ? '01' : '00'), 'hex'), Buffer.alloc(0), plaintext));
  return [Buffer.concat([Buffer.of(40), salt, prefix]), ...segments];
}

const SEGMENT_SIZE = 64;
const plaintext = seeded('plaintext', 8 + 48 + 20);
const cuts = [plaintext.subarray(0, 8), plaintext.subarray(8, 56), plaintext.subarray(56)];
const [header, one, two, three] = streamParts('stream', cuts);
const other = streamParts('other stream', cuts);
const full = [...cuts.slice(0, 2), seeded('full last', 48)];
const [fullHeader, fullOne, fullTwo, fullThree] = streamParts('full', full);
const noEnd = streamParts('no end', full, { lastIs: -1 });
const emptyEnd = streamParts('empty end', [...cuts.slice(0, 2), Buffer.alloc(0)]);
const shifted = streamParts('shifted', cuts, { firstIndex: 1 });

// why, the parts, the refusal, how many segments a reader has seen before it, and the refusal of one who knows the length.
const faults = [
  ['the last segment dropped', [header, one, two], 'not_authentic', 1],
  ['a middle segment dropped', [header, one, three], 'not_authentic', 1],
  ['the first segment dropped', [header, two, three], 'not_authentic', 0, 'truncated'],
  ['all segments dropped', [header], 'truncated', 0],
  ['the header dropped', [one, two, three], 'not_authentic', 0],
  ['a segment doubled', [header, one, two, two, three], 'not_authentic', 2],
  ['the last segment doubled', [fullHeader, fullOne, fullTwo, fullThree, fullThree], 'not_authentic', 2],
  ['two segments swapped', [fullHeader, fullOne, fullThree, fullTwo], 'not_authentic', 1],
  ['cut inside the header', [header.subarray(0, 39)], 'truncated', 0],
  ['cut inside the first segment', [header, one.subarray(0, 20)], 'not_authentic', 0],
  ['cut inside a first tag', [header, one.subarray(0, 15)], 'truncated', 0],
  ['cut inside a middle segment', [header, one, two.subarray(0, 40)], 'not_authentic', 1],
  ['cut inside the last segment', [header, one, two, three.subarray(0, -1)], 'not_authentic', 2],
  ['cut inside the last tag, which is all that is left', [header, one, two, three.subarray(0, 16)], 'truncated', 2],
  ['continued by a byte', [header, one, two, three, Buffer.alloc(1)], 'not_authentic', 2],
  ['continued after a full last segment', [fullHeader, fullOne, fullTwo, fullThree, Buffer.alloc(1)], 'not_authentic', 2, 'truncated'],
  ['continued by another whole stream', [header, one, two, three, ...other], 'not_authentic', 2, 'truncated'],
  ['a segment of another stream under the same key and name', [header, one, other[2], three], 'not_authentic', 1],
  ['the last segment of another stream', [header, one, two, other[3]], 'not_authentic', 2],
  ['the header of another stream', [other[0], one, two, three], 'not_authentic', 0],
  ['a header that gives another length', [Buffer.concat([Buffer.of(41), header.subarray(1)]), one, two, three], 'not_authentic', 0],
  ['a salt changed by a bit', [flipped(header, 1), one, two, three], 'not_authentic', 0],
  ['a nonce prefix changed by a bit', [flipped(header, 39), one, two, three], 'not_authentic', 0],
  ['no segment says that it is the last', noEnd, 'not_authentic', 2],
  ['an empty last segment after full ones', emptyEnd, 'truncated', 2],
  ['segments counted from one', shifted, 'not_authentic', 0],
  ['nothing at all', [], 'truncated', 0],
];
const seenOf = new Map([[fullHeader, full]]);
write('streams.json', [
  { why: 'three segments', key: hex(key), aad: hex(aad), segmentSize: SEGMENT_SIZE, sealed: hex(Buffer.concat([header, one, two, three])), plaintext: hex(plaintext) },
  { why: 'three full segments', key: hex(key), aad: hex(aad), segmentSize: SEGMENT_SIZE, sealed: hex(Buffer.concat([fullHeader, fullOne, fullTwo, fullThree])), plaintext: hex(Buffer.concat(full)) },
  ...faults.map(([why, parts, refused, seen, refusedForLength]) => ({
    why, key: hex(key), aad: hex(aad), segmentSize: SEGMENT_SIZE, sealed: hex(Buffer.concat(parts)), refused, refusedForLength,
    prefix: hex(Buffer.concat((seenOf.get(parts[0]) ?? cuts).slice(0, seen))),
  })),
]);
