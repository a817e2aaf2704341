/**
 * S3's condition keys: where each comes from and with which actions a request has it. What is not here no request has, so that a policy that asks for
 * it finds nothing (docs/access.md lists those).
 *
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html#amazons3-policy-keys
 */
import type { ConditionContext, ConditionValue } from '@coffer/iam';

import type { Tags } from '../objects/tags.js';
import type { AppliedEncryption } from '../sse/encryption.js';

import type { Call } from './call.js';
import { parseCopySource } from './copy-source.js';
import type { OperationName } from './operation.js';
import { header } from './request.js';
import type { Access } from './required-access.js';
import { EXISTING_TAG, REQUEST_TAG, REQUEST_TAG_KEYS, tagConditions } from './tag-conditions.js';

/** What the keys of one question are made of. */
export interface ConditionSource {
  readonly call: Pick<Call, 'operation' | 'request' | 'signature'>;
  readonly access: Access;
  /** Whose the bucket is; the caller's account where there is none yet. */
  readonly resourceAccount: string;
  readonly region: string;
  readonly now: Date;
  /** For parts and the end of an upload: what it was begun with. Their requests do not say it again. */
  readonly upload: AppliedEncryption | undefined;
  /** The tags of the object that is there. Asked for only by policies that ask for them. */
  readonly existingTags?: (() => Tags | undefined) | undefined;
}

interface ConditionKey {
  readonly value: (source: ConditionSource) => ConditionValue;
  /** Absent: with every action. */
  readonly actions?: readonly string[];
}

const LIST = ['s3:ListBucket', 's3:ListBucketVersions'];
const WRITE = ['s3:PutObject', 's3:PutObjectAcl'];
const CREATE = ['s3:CreateBucket', 's3:PutBucketAcl', 's3:PutBucketOwnershipControls'];
const REMOVE = ['s3:DeleteObject', 's3:DeleteObjectVersion'];
const VERSIONS = ['s3:GetObjectVersion', 's3:DeleteObjectVersion', 's3:GetObjectVersionAcl', 's3:GetObjectVersionTagging', 's3:PutObjectVersionTagging', 's3:DeleteObjectVersionTagging'];
const SSE = 'x-amz-server-side-encryption';

const query = (name: string, actions: readonly string[]): ConditionKey => ({ value: ({ call }) => call.request.query.get(name), actions });
const sent = (name: string, actions: readonly string[]): ConditionKey => ({ value: ({ call }) => header(call.request, name), actions });

/** Operations after which there is a new object, or would be. Parts are none yet. */
const creates: ReadonlySet<OperationName> = new Set<OperationName>(['PutObject', 'CopyObject', 'CompleteMultipartUpload']);

/** By name in lower case. */
const keys: ReadonlyMap<string, ConditionKey> = new Map<string, ConditionKey>([
  ['s3:authtype', { value: ({ call }) => authType(call.signature) }],
  ['s3:signatureversion', { value: ({ call }) => (call.signature === undefined ? undefined : 'AWS4-HMAC-SHA256') }],
  ['s3:signatureage', { value: signatureAge }],
  ['s3:tlsversion', { value: ({ call }) => call.request.tlsVersion }],
  ['s3:resourceaccount', { value: ({ resourceAccount }) => resourceAccount }],
  ['s3:x-amz-content-sha256', { value: contentSha256 }],

  ['s3:prefix', query('prefix', LIST)],
  ['s3:delimiter', query('delimiter', LIST)],
  // An empty one asks for as many as none does, so that it must not pass where a number, or none, is refused.
  ['s3:max-keys', { value: ({ call }) => call.request.query.get('max-keys') || undefined, actions: LIST }],
  ['s3:versionid', { value: ({ access }) => access.versionId, actions: VERSIONS }],

  // Any other is refused to everybody, so the request means this one whether or not it says so.
  ['s3:locationconstraint', { value: ({ region }) => region, actions: CREATE }],
  ['s3:x-amz-object-ownership', sent('x-amz-object-ownership', CREATE)],

  ['s3:x-amz-acl', sent('x-amz-acl', [...WRITE, ...CREATE])],
  ['s3:x-amz-grant-full-control', sent('x-amz-grant-full-control', [...WRITE, ...CREATE])],
  ['s3:x-amz-grant-read', sent('x-amz-grant-read', [...WRITE, ...CREATE])],
  ['s3:x-amz-grant-read-acp', sent('x-amz-grant-read-acp', [...WRITE, ...CREATE])],
  ['s3:x-amz-grant-write', sent('x-amz-grant-write', [...WRITE, ...CREATE])],
  ['s3:x-amz-grant-write-acp', sent('x-amz-grant-write-acp', [...WRITE, ...CREATE])],

  [`s3:${SSE}`, { value: ({ call, upload }) => header(call.request, SSE) ?? upload?.mode, actions: WRITE }],
  [`s3:${SSE}-aws-kms-key-id`, { value: keyId, actions: WRITE }],
  [`s3:${SSE}-customer-algorithm`, sent(`${SSE}-customer-algorithm`, [...WRITE, 's3:GetObject', 's3:GetObjectVersion'])],
  ['s3:x-amz-copy-source', { value: copySource, actions: WRITE }],
  ['s3:x-amz-metadata-directive', sent('x-amz-metadata-directive', WRITE)],
  ['s3:x-amz-storage-class', sent('x-amz-storage-class', WRITE)],
  ['s3:x-amz-website-redirect-location', sent('x-amz-website-redirect-location', WRITE)],
  ['s3:object-lock-mode', sent('x-amz-object-lock-mode', WRITE)],
  ['s3:object-lock-legal-hold', sent('x-amz-object-lock-legal-hold', WRITE)],
  ['s3:object-lock-retain-until-date', sent('x-amz-object-lock-retain-until-date', WRITE)],
  ['s3:if-match', sent('if-match', [...WRITE, ...REMOVE])],
  ['s3:if-none-match', sent('if-none-match', WRITE)],
  ['s3:objectcreationoperation', { value: ({ call }) => String(creates.has(call.operation.name)), actions: WRITE }],
]);

/** The names of the keys, for the documentation's test. */
export const conditionKeyNames: readonly string[] = [...keys.keys(), `${EXISTING_TAG}…`, `${REQUEST_TAG}…`, REQUEST_TAG_KEYS];

/** The keys of one question. Values are made when a policy asks for them. */
export function s3ConditionKeys(source: ConditionSource): ConditionContext {
  const tags = tagConditions(source.access, source.existingTags);
  return (name) => {
    const key = keys.get(name);
    if (key === undefined) return tags(name);
    if (key.actions?.includes(source.access.action) === false) return undefined;
    return key.value(source);
  };
}

function authType(signature: Call['signature']): string | undefined {
  if (signature === undefined) return undefined;
  return signature.form === 'header' ? 'REST-HEADER' : 'REST-QUERY-STRING';
}

/** Milliseconds since a presigned URL was signed. A header is signed for a single request, and has no age that would matter. */
function signatureAge({ call: { signature }, now }: ConditionSource): string | undefined {
  return signature?.form === 'query' ? String(Math.max(0, now.getTime() - signature.signedAt.getTime())) : undefined;
}

/** What the body is checked against, or what stands in its place. Only a presigned URL says it in the query; one that says nothing signs no body. */
function contentSha256({ call: { request, signature } }: ConditionSource): string | undefined {
  const inHeader = header(request, 'x-amz-content-sha256');
  if (inHeader !== undefined || signature?.form !== 'query') return inHeader;
  return request.query.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD';
}

/** As it was sent, so a policy that compares it with an ARN asks for the ARN; of an upload, the ARN of its key. */
function keyId({ call, upload }: ConditionSource): string | undefined {
  return header(call.request, `${SSE}-aws-kms-key-id`) ?? (upload?.mode === 'aws:kms' ? upload.keyArn : undefined);
}

/** `bucket/key`, decoded: the same source has many spellings, and a policy that denies one of them must not be passed by in another. */
function copySource({ call: { request } }: ConditionSource): string | undefined {
  const text = header(request, 'x-amz-copy-source');
  if (text === undefined) return undefined;
  const { name } = parseCopySource(text);
  return `${name.bucket}/${name.key}`;
}
