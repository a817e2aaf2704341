import type { ConditionContext, ConditionValue } from '@coffer/iam';

import type { Tags } from '../objects/tags.js';

import type { Access } from './required-access.js';

/** With what a request has them, in lower case as they are asked for: `s3:existingobjecttag/team`. */
export const EXISTING_TAG = 's3:existingobjecttag/';
export const REQUEST_TAG = 's3:requestobjecttag/';
export const REQUEST_TAG_KEYS = 's3:requestobjecttagkeys';

/** What reads or changes what an object has already. */
const EXISTING = new Set([
  's3:GetObject', 's3:GetObjectVersion', 's3:GetObjectAcl', 's3:GetObjectVersionAcl', 's3:PutObjectAcl', 's3:GetObjectTagging', 's3:GetObjectVersionTagging', 's3:PutObjectTagging',
  's3:PutObjectVersionTagging', 's3:DeleteObjectTagging', 's3:DeleteObjectVersionTagging',
]);
const REQUEST = new Set(['s3:PutObject', 's3:PutObjectTagging', 's3:PutObjectVersionTagging']);

/**
 * Tags as policies ask for them. Names of condition keys have no case, so of two tags whose keys differ in nothing else both are told.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/tagging-and-policies.html
 */
export function tagConditions({ action, tags }: Access, existing: (() => Tags | undefined) | undefined): ConditionContext {
  return (name) => {
    if (name.startsWith(EXISTING_TAG)) return EXISTING.has(action) ? valueOf(existing?.(), name.slice(EXISTING_TAG.length)) : undefined;
    if (!REQUEST.has(action)) return undefined;
    if (name === REQUEST_TAG_KEYS) return tags && [...tags.keys()];
    return name.startsWith(REQUEST_TAG) ? valueOf(tags, name.slice(REQUEST_TAG.length)) : undefined;
  };
}

function valueOf(tags: Tags | undefined, asked: string): ConditionValue {
  if (tags === undefined) return undefined;
  const values = [...tags].filter(([key]) => key.toLowerCase() === asked).map(([, value]) => value);
  return values.length > 1 ? values : values[0];
}
