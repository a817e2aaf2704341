/**
 * Writes ciphertext-blob.json, the format made a second time from its drawing: blobs that open, and blobs that must not.
 *
 *     node generate.mjs
 */
import { createCipheriv, createHash, hkdfSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SEED = 'coffer/kms/blob/1';
const seeded = (name, length) => createHash('shake256', { outputLength: length }).update(`${SEED}/${name}`).digest();
const u16 = (number) => Buffer.of(number >> 8, number & 255);
const u32 = (number) => Buffer.concat([Buffer.of(0, 0), u16(number)]);
const framed = (...fields) => Buffer.concat(fields.flatMap((field) => [u32(Buffer.byteLength(field)), Buffer.from(field)]));
const text = (value) => Buffer.concat([u16(Buffer.byteLength(value)), Buffer.from(value)]);
const canonical = (pairs) => Buffer.concat([u16(pairs.length), ...[...pairs].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b))).flat().map(text)]);
const hex = (bytes) => bytes.toString('hex');

const KEY_ID = '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0';
const MATERIAL = seeded('material', 32);
const MATERIAL_ID = hex(seeded('material id', 32));

function seal({ salt, plaintext, context, version = 1, material = MATERIAL, info = 'coffer/kms/blob-key/1', label = 'coffer/kms/blob/1' }) {
  const header = Buffer.concat([Buffer.of(version), Buffer.from(KEY_ID.replaceAll('-', ''), 'hex'), Buffer.from(MATERIAL_ID, 'hex'), salt]);
  const derived = Buffer.from(hkdfSync('sha256', material, salt, framed(info), 44));
  const cipher = createCipheriv('aes-256-gcm', derived.subarray(0, 32), derived.subarray(32)).setAAD(framed(label, header, canonical(context)));
  return Buffer.concat([header, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

const arn = [['aws:s3:arn', 'arn:aws:s3:::bucket/key']];
const row = (why, size, context, changes = {}) => {
  const salt = seeded(`salt of ${why}`, 32);
  const plaintext = seeded(`plaintext of ${why}`, size);
  return { why, keyId: KEY_ID, materialId: MATERIAL_ID, material: hex(MATERIAL), salt: hex(salt), context, plaintext: hex(plaintext), blob: hex(seal({ salt, plaintext, context, ...changes })) };
};
const refused = (why, blob, context = arn) => ({ why, material: hex(MATERIAL), context, blob: hex(blob), refused: 'InvalidCiphertextException' });

const [salt, plaintext] = [seeded('refused salt', 32), seeded('refused plaintext', 32)];
const good = seal({ salt, plaintext, context: arn });
const sealed = (changes) => seal({ salt, plaintext, context: arn, ...changes });

const rows = [
  row('a data key of 32 bytes under an object', 32, arn),
  row('no context', 32, []),
  row('a context of several pairs, given out of order', 32, [['b', '2'], ['aws:s3:arn', 'x'], ['a', '1']]),
  row('one byte, the shortest plaintext', 1, arn),
  row('4096 bytes, the longest plaintext', 4096, []),
  row('a context beyond ASCII', 16, [['\u00e9', '\u{1f511}']]),
  refused('a version that does not exist yet', sealed({ version: 2 })),
  refused('version 0', sealed({ version: 0 })),
  refused('sealed under other material', sealed({ material: seeded('other material', 32) })),
  refused('derived for another use', sealed({ info: 'coffer/kms/other/1' })),
  refused('bound under another label', sealed({ label: 'coffer/kms/blob/2' })),
  refused('another context', good, [['aws:s3:arn', 'arn:aws:s3:::bucket/other']]),
  refused('no context where there was one', good, []),
  refused('a context whose letters were moved between key and value', sealed({ context: [['a', 'bc']] }), [['ab', 'c']]),
  refused('no bytes at all', Buffer.alloc(0)),
  refused('a header and nothing else', good.subarray(0, 81)),
  refused('a tag over an empty plaintext', sealed({ plaintext: Buffer.alloc(0) })),
  refused('a plaintext of 4097 bytes', sealed({ plaintext: seeded('long', 4097) })),
  refused('a byte too many', Buffer.concat([good, Buffer.of(0)])),
  refused('a byte too few', good.subarray(0, -1)),
];

writeFileSync(join(import.meta.dirname, 'ciphertext-blob.json'), `[\n${rows.map((each) => `  ${JSON.stringify(each)}`).join(',\n')}\n]\n`);
