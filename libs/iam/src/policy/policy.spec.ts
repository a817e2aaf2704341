import { parsePolicy } from './parse-policy.js';
import { ACTIONS_REMEMBERED_MAX } from './policy.js';

describe('Policy.about', () => {
  const policy = () =>
    parsePolicy(
      {
        Statement: [
          { Effect: 'Allow', Action: 's3:Get*', Resource: '*' },
          { Effect: 'Deny', NotAction: 's3:GetObject', Resource: '*' },
          { Effect: 'Allow', Action: ['kms:Decrypt', 'S3:PUTOBJECT'], Resource: '*' },
        ],
      },
      { name: 'test', kind: 'identity' },
    );
  const indexes = (action: string, from = policy()) => {
    const { allows, denies } = from.about(action);
    return [allows.map(({ index }) => index), denies.map(({ index }) => index)];
  };

  it.each([
    ['s3:GetObject', [0], []],
    ['S3:getOBJECT', [0], []],
    ['s3:GetBucketPolicy', [0], [1]],
    ['s3:PutObject', [2], [1]],
    ['kms:Decrypt', [2], [1]],
    ['iam:CreateUser', [], [1]],
  ])('%s: allowed by %j, denied by %j', (action, allows, denies) => {
    expect(indexes(action)).toEqual([allows, denies]);
  });

  it('remembers what it found, and finds the same after it has forgotten', () => {
    const one = policy();
    const first = one.about('s3:GetObject');
    for (let index = 1; index < ACTIONS_REMEMBERED_MAX; index += 1) one.about(`s3:Action${index}`);
    expect(one.about('s3:GetObject')).toBe(first);
    one.about('s3:OneMore');
    expect(one.about('s3:GetObject')).not.toBe(first);
    expect(one.about('s3:GetObject')).toEqual(first);
  });
});
