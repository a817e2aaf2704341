import { refusal } from '../../test/s3-request.js';

import { BUCKET_POLICY_SIZE_MAX } from './bucket-policy.js';
import { checkedBucketPolicy } from './check-bucket-policy.js';

const ARN = 'arn:aws:s3:::notes';
const statement = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:user/bob' }, Action: 's3:GetObject', Resource: `${ARN}/*` };
const text = (changes: object = {}) => JSON.stringify({ Version: '2012-10-17', Statement: [{ ...statement, ...changes }] });
const without = (name: string) => JSON.stringify({ Version: '2012-10-17', Statement: [Object.fromEntries(Object.entries(statement).filter(([key]) => key !== name))] });

describe('checkedBucketPolicy', () => {
  it.each([
    ['of a user', {}, false],
    ['of an account', { Principal: { AWS: '111122223333' } }, false],
    ['of everyone', { Principal: '*' }, true],
    ['of everyone at an address', { Principal: '*', Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }, false],
    ['that denies everyone', { Effect: 'Deny', Principal: '*' }, false],
    ['of the bucket', { Action: 's3:ListBucket', Resource: ARN }, false],
    ['of the bucket and all in it by one pattern', { Action: ['s3:ListBucket', 's3:GetObject'], Resource: `${ARN}*` }, false],
    ['of all actions on both', { Action: 's3:*', Resource: [ARN, `${ARN}/*`] }, false],
    ['of a prefix with a variable', { Resource: `${ARN}/home/\${aws:username}/*` }, false],
    ['of all actions but one', { Action: undefined, NotAction: 's3:DeleteBucket', Resource: [ARN] }, false],
    ['of all but a prefix', { Effect: 'Deny', Resource: undefined, NotResource: `${ARN}/public/*`, Action: 's3:GetObject' }, false],
  ])('takes a policy %s, and tells whether it is public', (_, changes, isPublic) => {
    const given = text(changes);
    const { policy, ...rest } = checkedBucketPolicy('notes', given);
    expect({ ...rest, text: policy.text, name: policy.name }).toEqual({ isPublic, text: given, name: 'bucket policy of notes' });
  });

  const NOT_JSON = "Policies must be valid JSON and the first byte must be '{'";
  it.each([
    ['what is no JSON', 'Version: 2012-10-17', NOT_JSON, 'The policy is not well-formed JSON'],
    ['a cut document', text().slice(0, -1), NOT_JSON, 'The policy is not well-formed JSON'],
    ['nothing', '', NOT_JSON, 'The policy is not well-formed JSON'],
    ['no principal', without('Principal'), 'Missing required field Principal', 'Statement[0].Principal: is needed and not given'],
    ['no action', without('Action'), 'Missing required field Action', 'Statement[0].Action: is needed and not given'],
    ['no resource', without('Resource'), 'Missing required field Resource', 'Statement[0].Resource: is needed and not given'],
    ['no effect', without('Effect'), 'Missing required field Effect', 'Statement[0].Effect: is needed and not given'],
    ['no statement', '{"Version":"2012-10-17"}', 'Missing required field Statement', 'Statement: is needed and not given'],
    ['a principal that is none', text({ Principal: { AWS: 'bob' } }), 'Invalid principal in policy', 'Statement[0].Principal.AWS: must be'],
    ['an action that is none', text({ Action: 'GetObject' }), 'Policy has invalid action', 'Statement[0].Action: must be'],
    ["another service's action", text({ Action: 'kms:Decrypt' }), 'Policy has invalid action', 'Statement[0].Action: kms:Decrypt is no action of S3'],
    ['a resource that is no ARN', text({ Resource: 'notes/*' }), 'Policy has invalid resource', 'Statement[0].Resource: must be'],
    ['every resource', text({ Resource: '*' }), 'Policy has invalid resource', 'Statement[0].Resource: * is outside of the bucket'],
    ['another bucket', text({ Resource: [`${ARN}/*`, 'arn:aws:s3:::other/*'] }), 'Policy has invalid resource', 'Statement[0].Resource: arn:aws:s3:::other/* is outside of the bucket'],
    ['a bucket whose name begins alike', text({ Resource: `${ARN}-2/*` }), 'Policy has invalid resource', `Statement[0].Resource: ${ARN}-2/* is outside of the bucket`],
    ['an action on objects for the bucket', text({ Resource: ARN }), 'Action does not apply to any resource(s) in statement', "Statement[0].Action: s3:GetObject is about none of the statement's resources"],
    ['an action on the bucket for objects', text({ Action: ['s3:GetObject', 's3:ListBucket'] }), 'Action does not apply to any resource(s) in statement', "Statement[0].Action: s3:ListBucket is about none of the statement's resources"],
    ['an effect that is none', text({ Effect: 'Perhaps' }), 'Invalid policy syntax.', 'Statement[0].Effect: must be Allow or Deny'],
    ['an element that is none', text({ Principle: '*' }), 'Invalid policy syntax.', 'Statement[0].Principle: is not a known element'],
    ['a member twice', text().replace('"Effect"', '"Effect":"Deny","Effect"'), 'Invalid policy syntax.', 'Statement[0].Effect: is given twice'],
    ['a condition that is none', text({ Condition: { Resembles: { 'aws:SourceIp': '1.2.3.4' } } }), 'Policy has an invalid condition key', 'Statement[0].Condition.Resembles'],
    ['a policy past the limit', text({ Resource: `${ARN}/${'a'.repeat(BUCKET_POLICY_SIZE_MAX)}` }), NOT_JSON, 'The policy is longer than 20480 bytes'],
  ])('refuses %s', (_, given, message, detail) => {
    const { code, message: told, details } = refusal(() => checkedBucketPolicy('notes', given));
    expect({ code, told }).toEqual({ code: 'MalformedPolicy', told: message });
    expect(details['Detail']?.slice(0, detail.length)).toBe(detail);
  });

  it('takes a policy of exactly the limit', () => {
    const given = text();
    const full = given + ' '.repeat(BUCKET_POLICY_SIZE_MAX - given.length);
    expect(checkedBucketPolicy('notes', full).policy.text).toHaveLength(BUCKET_POLICY_SIZE_MAX);
    expect(refusal(() => checkedBucketPolicy('notes', `${full} `)).code).toBe('MalformedPolicy');
  });

  it.each([
    ['a thousand stars', `${ARN}/${'*a'.repeat(1_000)}`],
    ['a long path', `${ARN}/${'../'.repeat(300)}*`],
  ])('is soon done with %s, and decides soon', (_, resource) => {
    const start = performance.now();
    const { policy } = checkedBucketPolicy('notes', text({ Resource: resource }));
    const [pattern] = policy.statements[0]?.resources?.patterns ?? [];
    pattern?.matches(`${ARN}/${'a'.repeat(1_024)}b`, () => undefined);
    expect(performance.now() - start).toBeLessThan(500);
  });
});
