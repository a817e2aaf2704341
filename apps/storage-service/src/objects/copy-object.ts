import type { Caller } from '@coffer/iam';

import { StorageError } from '../errors/storage-error.js';

import type { CopyObject, CopyResult, CopySource, Expectations, FoundObject, UploadPartCopy } from './commands.js';
import type { ObjectsDeps } from './deps.js';
import { getObject } from './get-object.js';
import { putObject } from './put-object.js';
import { uploadPart } from './upload-part.js';

/** S3's limit of one copy, and of one part, in bytes. */
export const COPY_SIZE_MAX = 5 * 1024 ** 3;

/**
 * Any mode to any mode: the source is opened under its key and sealed again under a new one, so a copy needs both keys, and nothing of
 * the source's encryption, its context included, passes over.
 */
export async function copyObject(deps: ObjectsDeps, copy: CopyObject): Promise<CopyResult> {
  await using source = await openSource(deps, copy.caller, copy.source);
  const { head, body, length } = source.found;
  if (length > COPY_SIZE_MAX) {
    throw new StorageError('InvalidRequest', `The specified copy source is larger than the maximum allowable size for a copy source: ${String(COPY_SIZE_MAX)}`);
  }
  const { caller, name, encryption, versioning = 'unversioned' } = copy;
  const expectations = expectationsOf(source.found, copy);
  const result = await putObject(deps, { caller, name, encryption, expectations, body, length, metadata: copy.metadata ?? head.metadata, tags: copy.tags ?? head.tags, versioning });
  return { ...result, source: head.version };
}

/** A part whose bytes are a stored object's, or a range of one. */
export async function uploadPartCopy(deps: ObjectsDeps, copy: UploadPartCopy): Promise<CopyResult> {
  await using source = await openSource(deps, copy.caller, copy.source, copy.range);
  const { body, length, head } = source.found;
  if (length > COPY_SIZE_MAX) throw new StorageError('InvalidRequest', 'The specified copy range is larger than the maximum allowable size of a part.');
  const { caller, name, uploadId, partNumber, customerKey } = copy;
  const part = { caller, name, uploadId, partNumber, body, length, expectations: {} };
  const result = await uploadPart(deps, customerKey ? { ...part, customerKey } : part);
  return { ...result, source: head.version };
}

async function openSource(
  deps: ObjectsDeps,
  caller: Caller,
  source: CopySource,
  range?: { readonly first: number; readonly last: number },
): Promise<AsyncDisposable & { readonly found: FoundObject }> {
  const get = { ...source, caller, wantChecksum: true };
  const found = await getObject(deps, range ? { ...get, range: { kind: 'from', ...range } } : get).catch(throwAsSource);
  if (range && found.length !== range.last - range.first + 1) {
    await endOf(found);
    throw new StorageError('InvalidArgument', `Range specified is not valid for source object of size: ${String(found.head.size)}`);
  }
  return { found, [Symbol.asyncDispose]: () => endOf(found) };
}

function throwAsSource(error: unknown): never {
  if (!(error instanceof StorageError) || error.code !== 'MethodNotAllowed') throw error;
  throw new StorageError('InvalidRequest', 'The source of a copy request may not specifically refer to a delete marker by version id.', { cause: error });
}

/** Ends the source's stream, which zeroes its key, when the copy did not read it to its end. */
async function endOf(found: FoundObject): Promise<void> {
  await found.body[Symbol.asyncIterator]().return?.();
}

/** A checksum of the whole goes with the bytes and is checked once more on the way; a composite one is made anew as one of the whole. */
function expectationsOf({ head }: FoundObject, copy: CopyObject): Expectations {
  const kept = head.checksum;
  const algorithm = copy.checksumAlgorithm ?? kept?.algorithm;
  if (!algorithm) return {};
  const known = kept?.algorithm === algorithm && kept.type === 'FULL_OBJECT' ? kept.value : undefined;
  return { checksum: { algorithm, expected: () => known } };
}
