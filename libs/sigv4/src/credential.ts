import type { Blame, Credential } from './claim.js';
import { SigV4Error } from './errors.js';

/** AWS's access keys have at most 128 characters, and no slash. */
const ACCESS_KEY_ID_LENGTH_MAX = 128;

const ACCESS_KEY_ID = new RegExp(`^[\\w.@+=-]{1,${String(ACCESS_KEY_ID_LENGTH_MAX)}}$`);
const DAY = /^\d{8}$/;
const TERMINAL = 'aws4_request';

/** `AKID/YYYYMMDD/REGION/SERVICE/aws4_request`. Whether region and service are ours is the verifier's question. */
export function parseCredential(text: string, blame: Blame): Credential {
  const words = text.split('/', 6);
  const [accessKeyId, day, region, service, terminal] = words;
  if (words.length !== 5 || accessKeyId === undefined || day === undefined || region === undefined || service === undefined || !DAY.test(day)) {
    throw new SigV4Error(blame.code, `${blame.preamble}; the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".`);
  }
  if (!ACCESS_KEY_ID.test(accessKeyId)) throw new SigV4Error(blame.code, `${blame.preamble}; a non-empty Access Key (AKID) must be provided in the credential.`);
  if (terminal !== TERMINAL) throw new SigV4Error(blame.code, `${blame.preamble}; incorrect terminal "${terminal ?? ''}". This endpoint uses "${TERMINAL}".`);
  return { accessKeyId, day, region, service };
}

export function scopeOf(credential: Credential): string {
  return `${credential.day}/${credential.region}/${credential.service}/${TERMINAL}`;
}
