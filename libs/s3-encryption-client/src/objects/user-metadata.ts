import { S3EncryptionError } from '../errors.js';
import { ALL_NAMES, INSTRUCTION_FILE_MARK } from '../format/metadata-names.js';
import type { StringMap } from '../string-map.js';

/** An object's user metadata, by names in lower case, as S3 keeps them. Refuses a name that is there twice. */
export function entriesOf(metadata: Readonly<Record<string, string>> | undefined): StringMap {
  const entries = new Map<string, string>();
  for (const [given, value] of Object.entries(metadata ?? {})) {
    const name = given.toLowerCase();
    if (entries.has(name)) throw new S3EncryptionError('MalformedMetadata', 'The metadata of the object has a name twice.');
    entries.set(name, value);
  }
  return entries;
}

/** Without what belongs to client-side encryption: the user's own. */
export function ownMetadata(entries: StringMap): Record<string, string> {
  return Object.fromEntries([...entries].filter(([name]) => !isReserved(name)));
}

/** Refuses with `InvalidArgument` metadata to write that would be taken for this client's. */
export function checkOwn(entries: StringMap): void {
  for (const name of entries.keys()) {
    if (isReserved(name)) throw new S3EncryptionError('InvalidArgument', `The metadata name ${name} belongs to client-side encryption.`);
  }
}

function isReserved(name: string): boolean {
  return ALL_NAMES.includes(name) || name === INSTRUCTION_FILE_MARK;
}
