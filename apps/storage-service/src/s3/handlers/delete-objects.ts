import { StorageError } from '../../errors/storage-error.js';
import { isUndeniedOwner } from '../../access/authorize.js';
import type { BucketInfo } from '../../objects/commands.js';
import type { Removal } from '../../objects/version-commands.js';
import { parseVersionId } from '../../objects/version-id.js';
import { refusalNow } from '../authorization.js';
import { removalAccess } from '../required-access.js';
import { xmlAnswer, type Answer } from '../answer.js';
import type { CallOf, S3Deps } from '../call.js';
import { malformed, parseXml, type XmlElement } from '../parse-xml.js';
import { readSmallBody } from '../small-body.js';
import { checkKey } from '../target.js';
import { document, element } from '../xml.js';

/** S3's limit. */
export const DELETE_KEYS_MAX = 1_000;
/** How many are removed at a time: enough for the engine to commit them together, few enough to leave others a turn. */
const CONCURRENCY = 64;

interface Outcome {
  readonly key: string;
  /** The version that was named. */
  readonly versionId: string | undefined;
  /** What was removed, or why not. */
  readonly result: Removal | StorageError;
}

/** Removes up to 1,000 objects. Each key has an outcome of its own, also whether the caller may; the answer is 200 even if none could be removed. */
export async function deleteObjects(deps: S3Deps, call: CallOf<'DeleteObjects'>): Promise<Answer> {
  const root = parseXml(await readSmallBody(call, true), 'Delete');
  const objects = root.children('Object');
  if (objects.length === 0 || objects.length > DELETE_KEYS_MAX) throw malformed();
  const quiet = root.child('Quiet')?.trim().toLowerCase() === 'true';
  const bucket = await deps.objects.bucket(call.operation.bucket);
  const outcomes: Outcome[] = [];
  for (let i = 0; i < objects.length; i += CONCURRENCY) {
    const batch = objects.slice(i, i + CONCURRENCY);
    outcomes.push(...(await Promise.all(batch.map((object) => removeOne(deps, call, bucket, object)))));
  }
  return xmlAnswer(document('DeleteResult', outcomes.map((outcome) => printOutcome(outcome, quiet)).join('')));
}

async function removeOne(deps: S3Deps, call: CallOf<'DeleteObjects'>, bucket: BucketInfo, object: XmlElement): Promise<Outcome> {
  const key = object.child('Key');
  if (key === undefined || key === '') throw malformed();
  // An empty version id names none.
  const versionId = object.child('VersionId') || undefined;
  try {
    checkUnconditional(object);
    checkKey(key);
    const version = versionId === undefined ? {} : { version: parseVersionId(versionId) };
    authorizeRemoval(deps, call, bucket, { key, versionId });
    return { key, versionId, result: await deps.objects.removeObject({ name: { bucket: bucket.name, key }, versioning: bucket.versioning, ...version }) };
  } catch (error) {
    if (error instanceof StorageError) return { key, versionId, result: error };
    throw error;
  }
}

function authorizeRemoval(deps: S3Deps, call: CallOf<'DeleteObjects'>, bucket: BucketInfo, { key, versionId }: { readonly key: string; readonly versionId: string | undefined }): void {
  if (isUndeniedOwner(call.caller, bucket)) return;
  for (const access of removalAccess({ bucket: bucket.name, key }, call.request, versionId)) {
    const refused = refusalNow(deps, call, access, bucket);
    if (refused !== undefined) throw refused;
  }
}

/** Conditions narrow what is removed: to pass over them would remove what the client wanted to keep. */
function checkUnconditional(object: XmlElement): void {
  for (const name of ['ETag', 'LastModifiedTime', 'Size']) {
    if (object.child(name) !== undefined) throw new StorageError('NotImplemented', 'Conditional deletes are not implemented.');
  }
}

function printOutcome({ key, versionId, result }: Outcome, quiet: boolean): string {
  const named = element('Key', key) + element('VersionId', versionId);
  if (result instanceof StorageError) return `<Error>${named}${element('Code', result.code)}${element('Message', result.message)}</Error>`;
  const marker = result.isMarker ? element('DeleteMarker', true) + element('DeleteMarkerVersionId', result.versionId) : '';
  return quiet ? '' : `<Deleted>${named}${marker}</Deleted>`;
}
