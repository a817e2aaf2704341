import type { Caller } from '@coffer/iam';
import type { EncryptionContext } from '@coffer/context';
import type { Secret } from '@coffer/crypto';
import type { Action } from '../access/action.js';
import type { Use } from '../access/use.js';
import { openBlob, parseBlob, type ParsedBlob } from '../blob/ciphertext-blob.js';
import { KmsError, toKmsError } from '../errors/kms-error.js';
import type { Key, Material } from '../keys/key.js';
import { openable, type Keyring, type LocatedMaterial, type Openable } from '../keys/keyring.js';
import { each, refuse, type Outcome } from './outcome.js';
import type { Service } from './service.js';

/** AWS's limit of the member; what is longer than our blobs is refused as no blob. */
export const CIPHERTEXT_SIZE_MAX = 6144;

/** What a caller wants opened, and by which key if that is said. */
export interface BlobToOpen {
  readonly bytes: Buffer;
  readonly keyId: string | undefined;
  readonly context: EncryptionContext;
  readonly dryRun?: boolean | undefined;
}

/** A blob with the key that it names, for who asks the gate next. */
export interface LocatedBlob {
  readonly blob: ParsedBlob;
  readonly located: LocatedMaterial;
}

/** What finding and asking stand on. */
type Keys = Pick<Service, 'keyring' | 'gate'>;

/**
 * Finds the key of a blob, for who asks the gate next. A key that the caller names must be that one: if it is not, that is told to who may use
 * the named one.
 */
export async function locateBlobKey({ keyring, gate }: Keys, caller: Caller, use: Use, { bytes, keyId }: BlobToOpen): Promise<LocatedBlob> {
  const blob = parseBlob(bytes);
  if (keyId === undefined) return { blob, located: await keyring.locateBlob(caller, blob) };
  const named = await keyring.locate(caller, use, keyId);
  if (named.key.id === blob.keyId) return { blob, located: { ...(await keyring.locateBlob(caller, blob)), arn: named.arn, alias: named.alias } };
  await gate.assertAllowed(caller, use, named);
  const message = 'The key ID in the request does not identify a CMK that can perform this operation.';
  throw new KmsError('IncorrectKeyException', message, { keyArn: named.key.arn });
}

/** The plaintext, which the caller of this disposes of. */
export function openWithKey(keyring: Keyring, blob: ParsedBlob, { key, material }: Openable, context: EncryptionContext): Promise<Secret> {
  return keyring.lend(key, material, (secret) => openNamed(blob, key, secret, context));
}

/**
 * Opens blobs of one key and material, which is found and lent once for all, and allowed for each: at once, if nothing depends on their
 * encryption contexts. Refusals among `blobs` stay. All name the same key if they name one. `use` makes of each plaintext what is answered, and
 * owns it. Never rejects.
 */
export async function openTogether<T>(
  keys: Keys, caller: Caller, action: Action, blobs: readonly Outcome<BlobToOpen>[],
  use: (plaintext: Secret, key: Key, material: Material, blob: BlobToOpen) => T,
): Promise<Outcome<T>[]> {
  const parsed = each(blobs, (asked) => ({ asked, blob: parseBlob(asked.bytes) }));
  const first = parsed.find((outcome) => !(outcome instanceof KmsError));
  if (first === undefined || first instanceof KmsError) return parsed as KmsError[];
  try {
    const { located } = await locateBlobKey(keys, caller, { action, encryptionContext: first.asked.context }, first.asked);
    const contexts = parsed.map((outcome) => (outcome instanceof KmsError ? undefined : outcome.asked.context));
    const passed = refuse(parsed, await keys.gate.refusals(caller, { action }, located, contexts));
    if (passed.every((outcome) => outcome instanceof KmsError)) return [...passed];
    const { key, material } = openable(located);
    return await keys.keyring.lend(key, material, (secret) =>
      each(passed, ({ asked, blob }) => use(openNamed(blob, key, secret, asked.context), key, material, asked)));
  } catch (error) {
    const refusal = toKmsError(error);
    return parsed.map((outcome) => (outcome instanceof KmsError ? outcome : refusal));
  }
}

/** The refusal names the key for the audit event, and nothing to the caller. */
function openNamed(blob: ParsedBlob, key: Key, material: Secret, context: EncryptionContext): Secret {
  try {
    return openBlob(blob, material, context);
  } catch (error) {
    if (error instanceof KmsError) throw new KmsError(error.code, error.message, { cause: error, keyArn: key.arn });
    throw error;
  }
}
