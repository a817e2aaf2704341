import type { Caller } from '@coffer/iam';

import { refusal } from '../../test/s3-request.js';

import { authorize } from './authorize.js';

const alice: Caller = {
  type: 'User', arn: 'arn:aws:iam::111111111111:user/alice', accountId: '111111111111', principalId: 'AIDAALICE', userName: 'alice',
  accessKeyId: 'AKIAALICE0000000000A', sourceIp: '127.0.0.1', userAgent: 'spec', secureTransport: true,
};

describe('authorize', () => {
  it("lets an account's principals do with what the account owns", () => {
    expect(() => { authorize(alice, 's3:GetObject', 'arn:aws:s3:::notes/a', '111111111111'); }).not.toThrow();
  });

  it('tells others who may not do what to which resource, in the words of AWS', () => {
    expect(refusal(() => { authorize(alice, 's3:GetObject', 'arn:aws:s3:::b/k', '222222222222'); })).toEqual({
      code: 'AccessDenied', details: {},
      message: 'User: arn:aws:iam::111111111111:user/alice is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::b/k" because no identity-based policy allows the s3:GetObject action',
    });
  });
});
