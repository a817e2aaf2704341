import type { Grant } from './grant.js';
import { decodeGrant, encodeGrant } from './grant-record.js';

const whole: Grant = {
  id: 'ab'.repeat(32), keyId: '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0', createdAt: new Date(1_767_323_045_000), issuingAccount: 'arn:aws:iam::000000000000:root',
  granteePrincipal: 'arn:aws:iam::000000000000:user/bob', retiringPrincipal: 'arn:aws:iam::000000000000:user/alice', operations: ['Decrypt', 'DescribeKey'], name: 'nightly',
  constraints: { encryptionContextSubset: new Map([['aws:s3:arn', 'arn:aws:s3:::notes/a'], ['é', '']]), encryptionContextEquals: undefined, sourceArn: undefined },
};
const plain: Grant = { ...whole, retiringPrincipal: undefined, name: undefined, constraints: { encryptionContextSubset: undefined, encryptionContextEquals: undefined, sourceArn: undefined } };

describe('a grant as it is kept', () => {
  it.each([
    ['with everything', whole],
    ['with nothing that may be left out', plain],
    ['that must have no context', { ...plain, constraints: { ...plain.constraints, encryptionContextEquals: new Map() } }],
    ['with a source', { ...plain, constraints: { ...plain.constraints, sourceArn: 'arn:aws:s3:::notes' } }],
  ])('is read as it was written: %s', (_, grant) => {
    expect(decodeGrant(grant.keyId, grant.id, encodeGrant(grant))).toEqual(grant);
  });

  it('is this JSON, which later versions must read', () => {
    expect(encodeGrant(whole).toString()).toBe('{"granteePrincipal":"arn:aws:iam::000000000000:user/bob","retiringPrincipal":"arn:aws:iam::000000000000:user/alice","operations":["Decrypt","DescribeKey"],"encryptionContextSubset":[["aws:s3:arn","arn:aws:s3:::notes/a"],["é",""]],"name":"nightly","createdAt":1767323045000,"issuingAccount":"arn:aws:iam::000000000000:root"}');
  });

  it.each([['{}'], ['[]'], ['{"granteePrincipal":1}'], [`${encodeGrant(plain).toString().slice(0, -1)},"more":1}`]])('is refused as %s', (json) => {
    expect(() => decodeGrant(plain.keyId, plain.id, Buffer.from(json))).toThrow();
  });
});
