import { refusal, s3Request } from '../../test/s3-request.js';

import { refuseUnsupportedHeaders } from './refused-headers.js';

describe('refuseUnsupportedHeaders', () => {
  it.each([
    ['x-amz-acl', 'public-read', 'AccessControlListNotSupported'],
    ['x-amz-grant-read', 'id="x"', 'AccessControlListNotSupported'],
    ['x-amz-storage-class', 'GLACIER', 'InvalidStorageClass'],
    ['x-amz-website-redirect-location', '/x', 'NotImplemented'],
    ['x-amz-object-lock-mode', 'GOVERNANCE', 'InvalidRequest'],
    ['x-amz-object-lock-legal-hold', 'ON', 'InvalidRequest'],
    ['x-amz-bucket-object-lock-enabled', 'true', 'NotImplemented'],
    ['x-amz-object-ownership', 'ObjectWriter', 'NotImplemented'],
    ['x-amz-write-offset-bytes', '5', 'NotImplemented'],
    ['x-amz-mfa', '1 2', 'NotImplemented'],
  ])('%s: %s is refused with %s', (name, value, code) => {
    expect(refusal(() => { refuseUnsupportedHeaders(s3Request({ headers: { [name]: value } })); }).code).toBe(code);
  });

  it.each([
    ['x-amz-acl', 'private'],
    ['x-amz-acl', 'bucket-owner-full-control'],
    ['x-amz-storage-class', 'STANDARD'],
    ['x-amz-tagging', 'a=b'],
    ['x-amz-tagging-directive', 'REPLACE'],
    ['x-amz-bucket-object-lock-enabled', 'false'],
    ['x-amz-object-ownership', 'BucketOwnerEnforced'],
    ['x-amz-request-payer', 'requester'],
    ['x-amz-meta-acl', 'public-read'],
  ])('%s: %s asks for nothing more', (name, value) => {
    expect(() => { refuseUnsupportedHeaders(s3Request({ headers: { [name]: value } })); }).not.toThrow();
  });
});
