import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { StartError, writePrivateFile } from '@coffer/service';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** New credentials in AWS's shape: `AKIA` and 16 of base32; 40 characters of base64. */
export function newCredentials() {
  const id = Array.from(randomBytes(16), (byte) => BASE32[byte % BASE32.length]).join('');
  return { accessKeyId: `AKIA${id}`, secretAccessKey: randomBytes(30).toString('base64') };
}

/** The form that every AWS tool reads (`AWS_SHARED_CREDENTIALS_FILE`). */
export function credentialsFile({ accessKeyId, secretAccessKey }) {
  return `[default]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
}

function valueIn(text, name) {
  return new RegExp(`^\\s*${name}\\s*=\\s*(\\S+)\\s*$`, 'm').exec(text)?.[1];
}

/** The root credentials of an earlier start, or nothing if there was none. */
export function readCredentials(file) {
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  const [accessKeyId, secretAccessKey] = [valueIn(text, 'aws_access_key_id'), valueIn(text, 'aws_secret_access_key')];
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    throw new StartError(`COFFER_DATA_DIR: ${file} does not hold aws_access_key_id and aws_secret_access_key; mend it, or remove it to get new ones`);
  }
  return { accessKeyId, secretAccessKey };
}

export function writeCredentials(file, credentials) {
  writePrivateFile(file, credentialsFile(credentials));
}

/** Whether the environment says who the root is, wholly or in part; it then has the word, and no file is read or written. */
export function givenByEnvironment(env) {
  return ['COFFER_ROOT_ACCESS_KEY_ID', 'COFFER_ROOT_SECRET_ACCESS_KEY', 'COFFER_ROOT_SECRET_ACCESS_KEY_FILE'].some((name) => Boolean(env[name]));
}
