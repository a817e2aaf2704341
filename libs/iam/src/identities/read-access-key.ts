import { AccessKey } from '../access-key.js';
import { isSessionKeyId, SESSION_KEY_PREFIX } from '../session-token.js';
import { leaveOut, type Reading } from './reading.js';

/** Of one user. Two, so that one can be replaced while the other is in use; more is what nobody keeps track of. AWS's own figure. */
export const ACCESS_KEYS_MAX = 2;

const accessKeyIdForm = /^\w{16,128}$/;
const secretForm = /^[\x21-\x7e]{16,128}$/;
const SECRET_WORDS = '16 to 128 printable ASCII characters without spaces';

/** An access key as a document has it. */
export interface ReadAccessKey {
  readonly accessKey: AccessKey;
  readonly active: boolean;
}

/** An access key of `owner`, an ARN; or nothing, and a mistake. */
export function readAccessKey(reading: Reading, value: unknown, place: string, owner: string): ReadAccessKey | undefined {
  const { reader } = reading;
  const members = reader.members(value, place, ['id', 'secret', 'secretFile', 'status']);
  if (members === undefined) return undefined;
  const id = readId(reading, members.get('id'), `${place}.id`);
  const status = reader.optionalText(members.get('status'), `${place}.status`, /^(in)?active$/, 'active or inactive') ?? 'active';
  const secret = readSecret(reading, members, place);
  if (id === undefined || secret === undefined) return undefined;
  return takeId(reading, id, place, owner) ? { accessKey: new AccessKey(id, secret), active: status === 'active' } : undefined;
}

function readId({ reader }: Reading, value: unknown, place: string): string | undefined {
  const id = reader.text(value, place, accessKeyIdForm, '16 to 128 letters, digits or underscores');
  if (id !== undefined && isSessionKeyId(id)) return reader.refuse(place, `must not begin with ${SESSION_KEY_PREFIX}, as those of sessions do`);
  return id;
}

function readSecret(reading: Reading, members: ReadonlyMap<string, unknown>, place: string): string | undefined {
  const { reader } = reading;
  if (!members.has('secretFile')) return reader.text(members.get('secret'), `${place}.secret`, secretForm, SECRET_WORDS);
  if (members.has('secret')) return reader.refuse(place, 'has both secret and secretFile; keep one');
  const at = `${place}.secretFile`;
  const text = secretFrom(reading, members.get('secretFile'), at);
  return text === undefined ? undefined : reader.text(text, at, secretForm, SECRET_WORDS);
}

/** The text of a `secretFile`, or nothing and a mistake. */
function secretFrom({ reader, options, source }: Reading, value: unknown, place: string): string | undefined {
  const file = reader.text(value, place, /^[^\0]+$/, 'a path');
  if (file === undefined) return undefined;
  if (options.readSecret === undefined) return reader.refuse(place, 'cannot be read here; give the secret itself');
  try {
    return options.readSecret(file, source.name);
  } catch (error) {
    return reader.refuse(place, (error as Error).message);
  }
}

/** An id belongs to one principal of one account. */
function takeId(reading: Reading, id: string, place: string, owner: string): boolean {
  const { owners, reader, source } = reading;
  const other = owners.get(id);
  if (other === undefined) {
    owners.set(id, owner);
    return true;
  }
  if (source.yields === true && other !== owner) leaveOut(reading, `access key ${id} of ${owner}`, `it belongs to ${other}`);
  else reader.refuse(`${place}.id`, `is given twice; it belongs to ${other}`);
  return false;
}
