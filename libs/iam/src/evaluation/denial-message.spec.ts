import type { Decision, PolicyKind } from './decision.js';
import { denialMessage } from './denial-message.js';

const caller = { arn: 'arn:aws:iam::111122223333:user/alice' };
const object = '"arn:aws:s3:::notes/a.txt"';
const asked = `User: ${caller.arn} is not authorized to perform: s3:GetObject on resource: ${object}`;
const by = (kind: PolicyKind): Extract<Decision, { allowed: false }> => ({ allowed: false, by: 'statement', statement: { kind, policy: 'p', index: 0 } });

describe('denialMessage', () => {
  it.each([
    ['identity-based policy', 'with an explicit deny in an identity-based policy'],
    ['resource-based policy', 'with an explicit deny in a resource-based policy'],
    ['permissions boundary', 'with an explicit deny in a permissions boundary'],
    ['session policy', 'with an explicit deny in a session policy'],
  ] as const)('tells of a deny in an %s', (kind, reason) => {
    expect(denialMessage(caller, 's3:GetObject', object, by(kind))).toBe(`${asked} ${reason}`);
  });

  it.each(['identity-based policy', 'resource-based policy', 'permissions boundary', 'session policy'] as const)('tells of no %s that allows', (kind) => {
    const message = denialMessage(caller, 's3:GetObject', object, { allowed: false, by: 'absence', missing: kind });
    expect(message).toBe(`${asked} because no ${kind} allows the s3:GetObject action`);
  });

  it('writes the resource as it is given: KMS has no quotes', () => {
    const key = 'arn:aws:kms:us-east-1:111122223333:key/00000000-0000-4000-8000-000000000000';
    const message = denialMessage(caller, 'kms:Decrypt', key, { allowed: false, by: 'absence', missing: 'resource-based policy' });
    expect(message).toBe(`User: ${caller.arn} is not authorized to perform: kms:Decrypt on resource: ${key} because no resource-based policy allows the kms:Decrypt action`);
  });
});
