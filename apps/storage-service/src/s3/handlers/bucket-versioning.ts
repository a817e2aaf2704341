import { StorageError } from '../../errors/storage-error.js';
import type { Versioning } from '../../objects/commands.js';
import { emptyAnswer, xmlAnswer, type Answer } from '../answer.js';
import type { CallOf, S3Deps } from '../call.js';
import { notImplemented } from '../not-implemented.js';
import { malformed, parseXml } from '../parse-xml.js';
import { readSmallBody } from '../small-body.js';
import { document, element } from '../xml.js';

const ROOT = 'VersioningConfiguration';
const STATES: ReadonlyMap<string, Versioning> = new Map([['Enabled', 'enabled'], ['Suspended', 'suspended']]);

/**
 * Enables or suspends versioning, for the next request. There is no way back to a bucket without versions.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketVersioning.html
 */
export async function putBucketVersioning(deps: S3Deps, call: CallOf<'PutBucketVersioning'>): Promise<Answer> {
  const versioning = parseVersioning(await readSmallBody(call));
  await deps.objects.changeBucket(call.operation.bucket, () => ({ versioning }));
  return emptyAnswer(200);
}

/** A bucket that never had versioning has no status. */
export async function getBucketVersioning(deps: S3Deps, call: CallOf<'GetBucketVersioning'>): Promise<Answer> {
  const { versioning } = await deps.objects.bucket(call.operation.bucket);
  const [status] = [...STATES].find(([, state]) => state === versioning) ?? [];
  return xmlAnswer(document(ROOT, element('Status', status)));
}

function parseVersioning(body: Buffer): Versioning {
  const root = parseXml(body, ROOT);
  const mfaDelete = root.child('MfaDelete');
  if (mfaDelete === 'Enabled') throw notImplemented('MFA delete', { Element: 'MfaDelete' });
  if (mfaDelete !== undefined && mfaDelete !== 'Disabled') throw malformed();
  const status = root.child('Status');
  if (status === undefined || status === '') throw new StorageError('IllegalVersioningConfigurationException', 'The Versioning element must be specified');
  const versioning = STATES.get(status);
  if (versioning === undefined) throw malformed();
  return versioning;
}
