/**
 * Writes session-tokens.json, the format made a second time from its drawings in session-claims.ts and ciphertext-blob.ts: tokens that open, and tokens that
 * must not.
 *
 *     node generate-session-tokens.mjs
 */
import { createCipheriv, createHash, hkdfSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';

const SEED = 'coffer/kms/session/1';
const seeded = (name, length) => createHash('shake256', { outputLength: length }).update(`${SEED}/${name}`).digest();
const u32 = (number) => Buffer.of(0, 0, number >> 8, number & 255);
const framed = (...fields) => Buffer.concat(fields.flatMap((field) => [u32(Buffer.byteLength(field)), Buffer.from(field)]));
const hex = (bytes) => bytes.toString('hex');

const KEY_ID = '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0';
const MATERIAL = seeded('material', 32);
const MATERIAL_ID = hex(seeded('material id', 32));

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const base32 = (bytes) => [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('').match(/.{5}/g).map((bits) => ALPHABET[parseInt(bits, 2)]).join('');

function seal(name, claims, { info = 'coffer/kms/session-key/1', label = 'coffer/kms/session/1', material = MATERIAL, blobVersion = 1 } = {}) {
  const salt = seeded(`salt of ${name}`, 32);
  const header = Buffer.concat([Buffer.of(blobVersion), Buffer.from(KEY_ID.replaceAll('-', ''), 'hex'), Buffer.from(MATERIAL_ID, 'hex'), salt]);
  const derived = Buffer.from(hkdfSync('sha256', material, salt, framed(info), 44));
  const cipher = createCipheriv('aes-256-gcm', derived.subarray(0, 32), derived.subarray(32)).setAAD(framed(label, header, Buffer.of(0, 0)));
  return Buffer.concat([header, cipher.update(claims), cipher.final(), cipher.getAuthTag()]);
}

const encode = (random, members, version = 1) => Buffer.concat([Buffer.of(version), random, deflateRawSync(JSON.stringify(members))]);

const user = ['User', 'arn:aws:iam::000000000000:user/alice', '000000000000', 'AIDAALICE', 'alice'];
const role = ['Role', 'arn:aws:iam::000000000000:role/worker', '000000000000', 'AROAWORKER', 'worker'];
const assumed = ['AssumedRole', 'arn:aws:sts::000000000000:assumed-role/worker/at-work', '000000000000', 'AROAWORKER:at-work', null];
const [issued, expires] = [1767323045, 1767326645];

function row(why, members) {
  const random = seeded(`random of ${why}`, 40);
  const [principal, issuer, , , extras] = members;
  return {
    why, keyId: KEY_ID, materialId: MATERIAL_ID, material: hex(MATERIAL), token: seal(why, encode(random, members)).toString('base64url'),
    accessKeyId: `ASIA${base32(random.subarray(0, 10))}`, secretAccessKey: random.subarray(10).toString('base64'), arn: principal[1], issuer: issuer[1], issued, expires, extras,
  };
}
const refused = (why, sealed) => ({ why, keyId: KEY_ID, materialId: MATERIAL_ID, material: hex(MATERIAL), token: sealed.toString('base64url'), refused: true });

const plain = [user, user, issued, expires, {}];
const claims = (members = plain, version = 1) => encode(seeded('refused random', 40), members, version);

const rows = [
  row('a session of a user itself', plain),
  row('a session of a role', [assumed, role, issued, expires, {}]),
  row('everything that a session can say', [assumed, role, issued, expires, {
    p: ['{"Version":"2012-10-17","Statement":[]}'], a: ['arn:aws:iam::aws:policy/ReadOnlyAccess'], t: [['team', 'blue'], ['\u00e9', '']], k: ['team'], s: 'who-it-is',
    w: ['issuer.example', 'sts.amazonaws.com', 'system:serviceaccount:team:app'],
  }]),
  refused('a blob of data under the same key', seal('data', claims(), { info: 'coffer/kms/blob-key/1', label: 'coffer/kms/blob/1' })),
  refused('derived for tokens and bound as data', seal('half', claims(), { label: 'coffer/kms/blob/1' })),
  refused('sealed under other material', seal('other', claims(), { material: seeded('other material', 32) })),
  refused('a blob of a version that does not exist yet', seal('version', claims(), { blobVersion: 2 })),
  refused('claims of a version that does not exist yet', seal('claims', claims(plain, 2))),
  refused('claims that end before their members', seal('short', claims().subarray(0, 41))),
  refused('members that are no list', seal('object', claims({}))),
  refused('a member too many', seal('many', claims([...plain, 1]))),
  refused('a principal of no type', seal('type', claims([['Nobody', ...user.slice(1)], user, issued, expires, {}]))),
  refused('an issuer that cannot issue', seal('issuer', claims([user, assumed, issued, expires, {}]))),
  refused('an extra that is not known', seal('extra', claims([user, user, issued, expires, { x: 1 }]))),
  refused('members that inflate beyond their limit', seal('bomb', claims([user, user, issued, expires, { s: 'x'.repeat(65_536) }]))),
];

writeFileSync(join(import.meta.dirname, 'session-tokens.json'), `[\n${rows.map((each) => `  ${JSON.stringify(each)}`).join(',\n')}\n]\n`);
