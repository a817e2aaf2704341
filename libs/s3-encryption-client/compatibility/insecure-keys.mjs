/** Makes vectors/insecure-keys.json: the raw keys of the fixtures. They are published, and so are nobody's secret. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const keys = { aesKey: randomBytes(32).toString('base64'), rsaPublicKey: publicKey, rsaPrivateKey: privateKey };
writeFileSync(join(import.meta.dirname, '../vectors/insecure-keys.json'), `${JSON.stringify(keys, null, 2)}\n`);
