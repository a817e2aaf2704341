import type { Caller } from '../caller.js';
import { parsePolicy } from '../policy/parse-policy.js';
import { userPrincipal } from '../principal.js';
import { decide } from './decide.js';
import { denialMessage } from './denial-message.js';

const caller: Caller = { ...userPrincipal('111122223333', 'alice'), accessKeyId: 'AKIAALICE0000000000A', sourceIp: '203.0.113.7', userAgent: 'suite', secureTransport: true };

describe('decide', () => {
  it('allows what an identity policy allows, and names the statement', () => {
    const policy = parsePolicy(
      { Version: '2012-10-17', Statement: [{ Sid: 'Own', Effect: 'Allow', Action: 's3:Get*', Resource: 'arn:aws:s3:::notes/${aws:username}/*' }] },
      { name: 'own-prefix', kind: 'identity' },
    );
    const standing = { isRoot: false, identity: [policy], tags: new Map() };
    const ask = (resource: string) =>
      decide({ caller, standing, action: 's3:GetObject', resource, resourceAccount: '111122223333', delegation: 'implied', context: (name) => (name === 'aws:username' ? 'alice' : undefined) });
    expect(ask('arn:aws:s3:::notes/alice/a.txt')).toEqual({ allowed: true, by: 'statement', statement: { kind: 'identity-based policy', policy: 'own-prefix', sid: 'Own', index: 0 } });
    const refused = ask('arn:aws:s3:::notes/bob/a.txt');
    if (refused.allowed) throw new Error('allowed');
    expect(denialMessage(caller, 's3:GetObject', '"arn:aws:s3:::notes/bob/a.txt"', refused)).toBe(
      'User: arn:aws:iam::111122223333:user/alice is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::notes/bob/a.txt" because no identity-based policy allows the s3:GetObject action',
    );
  });
});
