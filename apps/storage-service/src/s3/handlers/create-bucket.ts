import { StorageError } from '../../errors/storage-error.js';
import { emptyAnswer, type Answer } from '../answer.js';
import type { CallOf, S3Deps } from '../call.js';
import { parseXml } from '../parse-xml.js';
import { readSmallBody } from '../small-body.js';

/** The region in which S3 forgives its owner to create a bucket again, and in which a request names no location. */
const FIRST_REGION = 'us-east-1';

export async function createBucket(deps: S3Deps, call: CallOf<'CreateBucket'>): Promise<Answer> {
  const { bucket } = call.operation;
  checkLocation(locationOf(await readSmallBody(call)), deps.region);
  await create(deps, call, bucket);
  return emptyAnswer(200, ['Location', `/${bucket}`]);
}

async function create(deps: S3Deps, call: CallOf<'CreateBucket'>, bucket: string): Promise<void> {
  try {
    await deps.objects.createBucket(call.caller, bucket);
  } catch (error) {
    const again = error instanceof StorageError && error.code === 'BucketAlreadyOwnedByYou' && deps.region === FIRST_REGION;
    if (!again) throw error;
  }
}

function locationOf(body: Buffer): string | undefined {
  if (body.length === 0) return undefined;
  const location = parseXml(body, 'CreateBucketConfiguration').child('LocationConstraint');
  return location === '' ? undefined : location;
}

/** Throws IllegalLocationConstraintException unless the location is this region; only the first region need not be named. */
function checkLocation(location: string | undefined, region: string): void {
  if (location === region || (location === undefined && region === FIRST_REGION)) return;
  throw new StorageError(
    'IllegalLocationConstraintException',
    `The ${location ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  );
}
