import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { s3Request, type RequestParts } from '../../test/s3-request.js';
import type { AppliedEncryption } from '../sse/encryption.js';

import type { Signature } from './call.js';
import { conditionKeyNames, s3ConditionKeys } from './condition-keys.js';
import { parseOperation } from './operation.js';
import { requiredAccess } from './required-access.js';

const now = new Date('2026-03-01T12:00:00Z');
const presigned: Signature = { form: 'query', signedAt: new Date('2026-03-01T11:59:58.500Z') };
const header: Signature = { form: 'header', signedAt: now };
const KEY_ARN = 'arn:aws:kms:us-east-1:000000000000:key/11111111-2222-4333-8444-555555555555';

interface Asked extends RequestParts {
  readonly signature?: Signature | undefined;
  readonly upload?: AppliedEncryption;
  /** Tags of what is there. */
  readonly existing?: Readonly<Record<string, string>>;
  readonly tlsVersion?: string;
  /** Which of the accesses that the operation needs. */
  readonly at?: number;
}

function keysOf({ upload, existing, tlsVersion, at = 0, ...asked }: Asked): (name: string) => unknown {
  const { signature, ...parts } = { signature: header, ...asked };
  const request = { ...s3Request(parts), tlsVersion };
  const operation = parseOperation(request);
  const access = requiredAccess(operation, request)[at];
  if (access === undefined) throw new Error('the operation needs no access');
  return s3ConditionKeys({ call: { operation, request, signature }, access, resourceAccount: '111111111111', region: 'eu-west-3', now, upload, existingTags: () => existing && new Map(Object.entries(existing)) });
}

const put = (headers: Record<string, string>, more: Partial<Asked> = {}): Asked => ({ method: 'PUT', url: '/notes/a', headers, ...more });
const SSE = 'x-amz-server-side-encryption';

describe('s3ConditionKeys', () => {
  it.each<[string, Asked, unknown]>([
    ['s3:authtype', {}, 'REST-HEADER'],
    ['s3:authtype', { signature: presigned }, 'REST-QUERY-STRING'],
    ['s3:signatureversion', {}, 'AWS4-HMAC-SHA256'],
    ['s3:signatureage', { signature: presigned }, '1500'],
    ['s3:signatureage', { signature: { form: 'query', signedAt: new Date(now.getTime() + 5_000) } }, '0'],
    ['s3:signatureage', {}, undefined],
    ['s3:tlsversion', { tlsVersion: '1.3' }, '1.3'],
    ['s3:tlsversion', {}, undefined],
    ['s3:resourceaccount', {}, '111111111111'],
    ['s3:x-amz-content-sha256', { headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } }, 'UNSIGNED-PAYLOAD'],
    ['s3:x-amz-content-sha256', { signature: presigned }, 'UNSIGNED-PAYLOAD'],
    ['s3:x-amz-content-sha256', { signature: presigned, url: '/notes/a?X-Amz-Content-Sha256=ab' }, 'ab'],
    ['s3:x-amz-content-sha256', { signature: presigned, url: '/notes/a?X-Amz-Content-Sha256=ab', headers: { 'x-amz-content-sha256': 'cd' } }, 'cd'],
    ['s3:x-amz-content-sha256', { url: '/notes/a?X-Amz-Content-Sha256=ab' }, undefined],
    ['s3:x-amz-content-sha256', { signature: undefined, url: '/notes/a?X-Amz-Content-Sha256=ab' }, undefined],
    ['s3:prefix', { url: '/notes?list-type=2&prefix=home%2F' }, 'home/'],
    ['s3:prefix', { url: '/notes?prefix=' }, ''],
    ['s3:prefix', { url: '/notes' }, undefined],
    ['s3:prefix', { url: '/notes?uploads&prefix=home%2F' }, undefined],
    ['s3:delimiter', { url: '/notes?delimiter=%2F' }, '/'],
    ['s3:prefix', { url: '/notes?versions&prefix=home%2F' }, 'home/'],
    ['s3:max-keys', { url: '/notes?versions&max-keys=10' }, '10'],
    ['s3:max-keys', { url: '/notes?max-keys=10' }, '10'],
    ['s3:max-keys', { url: '/notes?max-keys=' }, undefined],
    ['s3:versionid', { url: '/notes/a?versionId=null' }, 'null'],
    ['s3:versionid', {}, undefined],
    ['s3:versionid', put({ 'x-amz-copy-source': 'other/b?versionId=null' }), 'null'],
    ['s3:versionid', put({ 'x-amz-copy-source': 'other/b?versionId=null' }, { at: 1 }), undefined],
    ['s3:locationconstraint', { method: 'PUT', url: '/notes' }, 'eu-west-3'],
    ['s3:locationconstraint', {}, undefined],
    ['s3:x-amz-object-ownership', { method: 'PUT', url: '/notes', headers: { 'x-amz-object-ownership': 'BucketOwnerEnforced' } }, 'BucketOwnerEnforced'],
    ['s3:x-amz-acl', put({ 'x-amz-acl': 'bucket-owner-full-control' }), 'bucket-owner-full-control'],
    ['s3:x-amz-acl', put({ 'x-amz-acl': 'private' }, { at: 1 }), 'private'],
    ['s3:x-amz-acl', { headers: { 'x-amz-acl': 'private' } }, undefined],
    [`s3:${SSE}`, put({ [SSE]: 'aws:kms' }), 'aws:kms'],
    [`s3:${SSE}`, put({}), undefined],
    [`s3:${SSE}-aws-kms-key-id`, put({ [`${SSE}-aws-kms-key-id`]: 'alias/notes' }), 'alias/notes'],
    [`s3:${SSE}-customer-algorithm`, put({ [`${SSE}-customer-algorithm`]: 'AES256' }), 'AES256'],
    [`s3:${SSE}-customer-algorithm`, { headers: { [`${SSE}-customer-algorithm`]: 'AES256' } }, 'AES256'],
    ['s3:x-amz-copy-source', put({ 'x-amz-copy-source': '/other/s%65cret/b?versionId=null' }, { at: 1 }), 'other/secret/b'],
    ['s3:x-amz-copy-source', put({ 'x-amz-copy-source': 'other/b' }), undefined],
    ['s3:x-amz-metadata-directive', put({ 'x-amz-copy-source': 'other/b', 'x-amz-metadata-directive': 'REPLACE' }, { at: 1 }), 'REPLACE'],
    ['s3:x-amz-storage-class', put({ 'x-amz-storage-class': 'STANDARD' }), 'STANDARD'],
    ['s3:object-lock-legal-hold', put({ 'x-amz-object-lock-legal-hold': 'OFF' }), 'OFF'],
    ['s3:object-lock-mode', put({}), undefined],
    ['s3:if-none-match', put({ 'if-none-match': '*' }), '*'],
    ['s3:if-match', put({ 'if-match': '"e"' }), '"e"'],
    ['s3:if-match', { headers: { 'if-match': '"e"' } }, undefined],
    ['s3:objectcreationoperation', put({}), 'true'],
    ['s3:objectcreationoperation', { method: 'POST', url: '/notes/a?uploadId=u' }, 'true'],
    ['s3:objectcreationoperation', { method: 'POST', url: '/notes/a?uploads' }, 'false'],
    ['s3:objectcreationoperation', put({}, { url: '/notes/a?uploadId=u&partNumber=1' }), 'false'],
    ['s3:objectcreationoperation', {}, undefined],
    ['s3:existingobjecttag/team', { existing: { Team: 'blue' } }, 'blue'],
    ['s3:existingobjecttag/team', { existing: { other: 'blue' } }, undefined],
    ['s3:existingobjecttag/team', {}, undefined],
    ['s3:existingobjecttag/team', { url: '/notes/a?tagging', method: 'DELETE', existing: { team: 'blue' } }, 'blue'],
    ['s3:existingobjecttag/team', { method: 'DELETE', existing: { team: 'blue' } }, undefined],
    ['s3:existingobjecttag/team', put({}, { existing: { team: 'blue' } }), undefined],
    ['s3:requestobjecttag/team', put({ 'x-amz-tagging': 'a=1&Team=blue' }), 'blue'],
    ['s3:requestobjecttag/a:b', put({ 'x-amz-tagging': 'a:b=1' }), '1'],
    ['s3:requestobjecttag/team', put({}), undefined],
    ['s3:requestobjecttag/team', put({ 'x-amz-copy-source': 'other/b', 'x-amz-tagging': 'team=blue', 'x-amz-tagging-directive': 'REPLACE' }, { at: 1 }), 'blue'],
    ['s3:requestobjecttag/team', put({ 'x-amz-copy-source': 'other/b', 'x-amz-tagging': 'team=blue' }, { at: 1 }), undefined],
    ['s3:requestobjecttagkeys', put({}), undefined],
  ])('%s of %o is %s', (name, asked, value) => {
    expect(keysOf(asked)(name)).toBe(value);
  });

  it('tells of tags all keys, and of keys that differ in case all values', () => {
    const keys = keysOf(put({ 'x-amz-tagging': 'team=blue&Team=red' }));
    expect([keys('s3:requestobjecttagkeys'), keys('s3:requestobjecttag/team')]).toEqual([['team', 'Team'], ['blue', 'red']]);
  });

  it('knows how nobody signed', () => {
    const unsigned = s3ConditionKeys({
      call: { operation: { name: 'GetObject', bucket: 'notes', key: 'a' }, request: s3Request(), signature: undefined },
      access: { action: 's3:GetObject', resource: 'arn:aws:s3:::notes/a', bucket: 'notes' }, resourceAccount: '1', region: 'r', now, upload: undefined,
    });
    expect(['s3:authtype', 's3:signatureversion', 's3:signatureage', 's3:x-amz-content-sha256'].map((name) => unsigned(name))).toEqual([undefined, undefined, undefined, undefined]);
  });

  const part = { method: 'PUT', url: '/notes/a?uploadId=u&partNumber=1' };
  it.each<[string, AppliedEncryption, unknown, unknown]>([
    ['with a key of the KMS', { mode: 'aws:kms', keyArn: KEY_ARN, bucketKey: true }, 'aws:kms', KEY_ARN],
    ['with SSE-S3', { mode: 'AES256' }, 'AES256', undefined],
  ])('knows of a part what its upload was begun with: %s', (_, upload, mode, keyArn) => {
    for (const asked of [part, { method: 'POST', url: '/notes/a?uploadId=u' }]) {
      const keys = keysOf({ ...asked, upload });
      expect([keys(`s3:${SSE}`), keys(`s3:${SSE}-aws-kms-key-id`)]).toEqual([mode, keyArn]);
    }
  });

  it('is told whole in the documentation', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../../docs/access.md'), 'utf8').toLowerCase();
    expect(conditionKeyNames.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });

  it('is a table of names in lower case, as they are asked for', () => {
    expect(conditionKeyNames.filter((name) => name !== name.toLowerCase() || !name.startsWith('s3:'))).toEqual([]);
    expect(conditionKeyNames).toHaveLength(new Set(conditionKeyNames).size);
  });
});
