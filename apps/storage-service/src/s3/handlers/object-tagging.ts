import type { Sought } from '../../objects/find-object.js';
import type { Tags } from '../../objects/tags.js';
import type { ObjectVersion } from '../../objects/version-id.js';
import { emptyAnswer, xmlAnswer, type Answer } from '../answer.js';
import { refusalOf } from '../authorization.js';
import type { CallOf, S3Deps } from '../call.js';
import { namedVersion } from '../named-version.js';
import { taggingAccess } from '../required-access.js';
import { readSmallBody } from '../small-body.js';
import { parseTagging, printTagging } from '../tags.js';
import { pushVersion } from '../version-header.js';

type TaggingCall = CallOf<'GetObjectTagging' | 'PutObjectTagging' | 'DeleteObjectTagging'>;

/**
 * The tags of an object or of one version of it. SSE-C asks for no key: they are not sealed.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html
 */
export async function getObjectTagging(deps: S3Deps, call: CallOf<'GetObjectTagging'>): Promise<Answer> {
  const { version, tags } = await deps.objects.findTags(soughtBy(call));
  return xmlAnswer(printTagging(tags), versionHeaders(call, version));
}

/** Policies may ask for the tags that are put, so who may is decided when the body has been read. */
export async function putObjectTagging(deps: S3Deps, call: CallOf<'PutObjectTagging'>): Promise<Answer> {
  const tags = parseTagging(await readSmallBody(call));
  const refused = await refusalOf(deps, call, taggingAccess(call.operation, tags), call.bucket);
  if (refused !== undefined) throw refused;
  return put(deps, call, tags, 200);
}

export function deleteObjectTagging(deps: S3Deps, call: CallOf<'DeleteObjectTagging'>): Promise<Answer> {
  return put(deps, call, undefined, 204);
}

async function put(deps: S3Deps, call: TaggingCall, tags: Tags | undefined, status: number): Promise<Answer> {
  const { version } = await deps.objects.putTags(soughtBy(call), tags);
  return emptyAnswer(status, versionHeaders(call, version));
}

function soughtBy(call: TaggingCall): Sought {
  const { bucket, key } = call.operation;
  return { name: { bucket, key }, ...namedVersion(call) };
}

function versionHeaders({ bucket }: TaggingCall, version: ObjectVersion): string[] {
  const headers: string[] = [];
  pushVersion(headers, bucket, version);
  return headers;
}
