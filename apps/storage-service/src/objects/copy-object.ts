import type { Caller } from '@coffer/iam';

import { StorageError } from '../errors/storage-error.js';

import type { CopyObject, CopySource, Expectations, FoundObject, PutResult, UploadPartCopy } from './commands.js';
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
export async function copyObject(deps: ObjectsDeps, copy: CopyObject): Promise<PutResult> {
  await using source = await openSource(deps, copy.caller, copy.source);
  const { head, body, length } = source.found;
  if (length > COPY_SIZE_MAX) {
    throw new StorageError('InvalidRequest', `The specified copy source is larger than the maximum allowable size for a copy source: ${String(COPY_SIZE_MAX)}`);
  }
  const { caller, name, encryption } = copy;
  const expectations = expectationsOf(source.found, copy);
  return await putObject(deps, { caller, name, encryption, expectations, body, length, metadata: copy.metadata ?? head.metadata });
}

/** A part whose bytes are a stored object's, or a range of one. */
export async function uploadPartCopy(deps: ObjectsDeps, copy: UploadPartCopy): Promise<PutResult> {
  await using source = await openSource(deps, copy.caller, copy.source, copy.range);
  const { body, length } = source.found;
  if (length > COPY_SIZE_MAX) throw new StorageError('InvalidRequest', 'The specified copy range is larger than the maximum allowable size of a part.');
  const { caller, name, uploadId, partNumber, customerKey } = copy;
  const part = { caller, name, uploadId, partNumber, body, length, expectations: {} };
  return await uploadPart(deps, customerKey ? { ...part, customerKey } : part);
}

async function openSource(
  deps: ObjectsDeps,
  caller: Caller,
  source: CopySource,
  range?: { readonly first: number; readonly last: number },
): Promise<AsyncDisposable & { readonly found: FoundObject }> {
  const { name, customerKey, admit } = source;
  const get = { caller, name, admit, wantChecksum: true, ...(customerKey ? { customerKey } : {}) };
  const found = await getObject(deps, range ? { ...get, range: { kind: 'from', ...range } } : get);
  if (range && found.length !== range.last - range.first + 1) {
    await endOf(found);
    throw new StorageError('InvalidArgument', `Range specified is not valid for source object of size: ${String(found.head.size)}`);
  }
  return { found, [Symbol.asyncDispose]: () => endOf(found) };
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
