/**
 * Trims published test vectors to what Coffer uses: AES-256-GCM with 12-byte nonces and 16-byte tags, HKDF and HMAC with SHA-256.
 *
 *     node trim.mjs WYCHEPROOF/testvectors VECTORS        the sources and licences stand in README.md
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [wycheproof, cavp] = process.argv.slice(2);
const groups = (name) => JSON.parse(readFileSync(join(wycheproof, name), 'utf8')).testGroups;
const why = (set, { tcId, comment, flags }) => `${set} ${tcId}: ${comment || flags.join(' ') || 'pseudorandom'}`;

const gcm = groups('aes_gcm_test.json')
  .filter(({ keySize, ivSize, tagSize }) => keySize === 256 && ivSize === 96 && tagSize === 128)
  .flatMap(({ tests }) => tests)
  .map((t) => ({ why: why('Wycheproof', t), key: t.key, nonce: t.iv, aad: t.aad, plaintext: t.msg, ciphertext: t.ct, tag: t.tag, valid: t.result === 'valid' }));

const hkdf = groups('hkdf_sha256_test.json')
  .flatMap(({ tests }) => tests)
  .filter(({ size, tcId }) => size <= 256 || size >= 8160 || tcId % 10 === 0)
  .map((t) => ({ why: why('Wycheproof', t), key: t.ikm, salt: t.salt, info: t.info, length: t.size, derived: t.okm, valid: t.result === 'valid' }));

const hmac = groups('hmac_sha256_test.json')
  .filter(({ tagSize }) => tagSize === 256)
  .flatMap(({ tests }) => tests)
  .map((t) => ({ why: why('Wycheproof', t), key: t.key, message: t.msg, tag: t.tag, valid: t.result === 'valid' }));

/** The "name = value" blocks of a text file, each beginning with the name `first`. */
function blocks(name, first) {
  const text = readFileSync(join(cavp, name), 'utf8').replaceAll('\r', '');
  return text.split(new RegExp(`^(?=${first} = )`, 'm')).map((block) => Object.fromEntries([...block.matchAll(/^(\w+)\s*=\s*(\S*)\s*$/gm)].map(([, key, value]) => [key, value])));
}

const rfc5869 = blocks('KDF/rfc-5869-HKDF-SHA256.txt', 'COUNT').filter(({ OKM }) => OKM).map((b) => (
  { why: `RFC 5869 case ${b.COUNT}`, key: b.IKM, salt: b.salt ?? '', info: b.info ?? '', length: Number(b.L), derived: b.OKM, valid: true }));
const rfc4231 = blocks('HMAC/rfc-4231-sha256.txt', 'Len').filter(({ MD }) => MD).map((b, index) => (
  { why: `RFC 4231 vector ${index + 1} of the file`, key: b.Key, message: b.Msg.slice(0, 2 * Number(b.Len) / 8), tag: b.MD, valid: true }));

const write = (name, rows) => writeFileSync(join(import.meta.dirname, name), `[\n${rows.map((row) => `  ${JSON.stringify(row)}`).join(',\n')}\n]\n`);
write('aes-256-gcm.json', gcm);
write('hkdf-sha256.json', [...rfc5869, ...hkdf]);
write('hmac-sha256.json', [...rfc4231, ...hmac]);
console.log({ gcm: gcm.length, hkdf: hkdf.length, rfc5869: rfc5869.length, hmac: hmac.length, rfc4231: rfc4231.length });
