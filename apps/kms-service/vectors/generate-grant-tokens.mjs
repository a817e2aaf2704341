/**
 * Writes grant-token.json, the format made a second time from its drawing: tokens that open, and texts that must not.
 *
 *     node generate-grant-tokens.mjs
 */
import { createCipheriv, createHash, hkdfSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const seeded = (name, length) => createHash('shake256', { outputLength: length }).update(`coffer/kms/grant-token/1/${name}`).digest();
const u32 = (number) => Buffer.of(number >>> 24, (number >> 16) & 255, (number >> 8) & 255, number & 255);
const framed = (...fields) => Buffer.concat(fields.flatMap((field) => [u32(Buffer.byteLength(field)), Buffer.from(field)]));

const STORE_KEY = seeded('store key', 32);
const KEY_ID = '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0';
const GRANT_ID = seeded('grant id', 32).toString('hex');

function token({ why, version = 1, bound = version, storeKey = STORE_KEY, use = 'coffer/kms/grant-token-key/1', label = 'coffer/kms/grant-token/1', text = KEY_ID + GRANT_ID }) {
  const key = Buffer.from(hkdfSync('sha256', storeKey, Buffer.alloc(0), framed(use), 32));
  const nonce = seeded(`nonce of ${why}`, 12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(framed(label, Buffer.of(bound)));
  return Buffer.concat([Buffer.of(version), nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
}

const row = (why, changes = {}) => ({ why, storeKey: STORE_KEY.toString('hex'), keyId: KEY_ID, grantId: GRANT_ID, token: token({ why, ...changes }).toString('base64') });
const refused = (why, bytesOrText) => ({ why, storeKey: STORE_KEY.toString('hex'), refused: true, token: typeof bytesOrText === 'string' ? bytesOrText : bytesOrText.toString('base64') });
const changed = (why, changes) => refused(why, token({ why, ...changes }));
const good = token({ why: 'good' });

const rows = [
  row('a grant of a key'),
  row('the same under another nonce'),
  changed('a version that does not exist yet', { version: 2 }),
  changed('a version other than the one that is bound', { bound: 2 }),
  changed('under the key of another store', { storeKey: seeded('other store key', 32) }),
  changed('under a key derived for another use', { use: 'coffer/kms/other/1' }),
  changed('bound under another label', { label: 'coffer/kms/row/1' }),
  changed('names that are a byte short', { text: (KEY_ID + GRANT_ID).slice(1) }),
  changed('names that are a byte long', { text: `${KEY_ID}${GRANT_ID}0` }),
  refused('no bytes', Buffer.alloc(0)),
  refused('a version and nothing else', Buffer.of(1)),
  refused('a byte too few', good.subarray(0, -1)),
  refused('a byte too many', Buffer.concat([good, Buffer.of(0)])),
  refused('a good one with a space behind', `${good.toString('base64')} `),
  refused('a good one without its padding, or with more', `${good.toString('base64')}=`),
  refused('a good one in the alphabet of URLs', `${good.toString('base64url')}-_`),
];

writeFileSync(join(import.meta.dirname, 'grant-token.json'), `[\n${rows.map((each) => `  ${JSON.stringify(each)}`).join(',\n')}\n]\n`);
