import type { ConditionValue } from '@coffer/iam';
import { alice } from '../../test/test-service.js';
import type { Action } from './action.js';
import { isOfContext, keyConditions, type KeyFacts } from './key-conditions.js';

const facts: KeyFacts = {
  tags: [{ key: 'Team', value: 'blue' }, { key: 'stage', value: 'test' }],
  requestAlias: 'alias/notes',
  aliases: () => ['alias/a', 'alias/notes'],
};
const viaS3 = { ...alice, viaService: 's3.us-east-1.amazonaws.com' };
const encryptionContext = new Map([['aws:s3:arn', 'arn:aws:s3:::notes/a'], ['Dept', 'IT']]);

describe('keyConditions', () => {
  it.each<[name: string, action: Action, value: ConditionValue]>([
    ['kms:viaservice', 'kms:Decrypt', 's3.us-east-1.amazonaws.com'],
    ['kms:calleraccount', 'kms:Decrypt', alice.accountId],
    ['kms:keyspec', 'kms:Decrypt', 'SYMMETRIC_DEFAULT'],
    ['kms:keyusage', 'kms:Decrypt', 'ENCRYPT_DECRYPT'],
    ['kms:keyorigin', 'kms:Decrypt', 'AWS_KMS'],
    ['kms:multiregion', 'kms:Decrypt', 'false'],
    ['kms:encryptionalgorithm', 'kms:Decrypt', 'SYMMETRIC_DEFAULT'],
    ['kms:encryptionalgorithm', 'kms:DescribeKey', undefined],
    ['kms:requestalias', 'kms:Decrypt', 'alias/notes'],
    ['kms:requestalias', 'kms:DisableKey', undefined],
    ['kms:resourcealiases', 'kms:DisableKey', ['alias/a', 'alias/notes']],
    ['kms:encryptioncontext:aws:s3:arn', 'kms:Decrypt', 'arn:aws:s3:::notes/a'],
    ['kms:encryptioncontext:dept', 'kms:Decrypt', 'IT'],
    ['kms:encryptioncontext:other', 'kms:Decrypt', undefined],
    ['kms:encryptioncontext:dept', 'kms:DescribeKey', undefined],
    ['kms:encryptioncontextkeys', 'kms:GenerateDataKey', ['aws:s3:arn', 'Dept']],
    ['aws:resourcetag/team', 'kms:Decrypt', 'blue'],
    ['aws:resourcetag/other', 'kms:Decrypt', undefined],
    ['kms:datakeypairspec', 'kms:GenerateDataKeyPair', undefined],
  ])('%s of %s is %j', (name, action, value) => {
    expect(keyConditions(viaS3, { action, encryptionContext }, facts)(name)).toEqual(value);
  });

  it('has no service for who comes by itself, no keys of an empty context, and nothing of a key where there is none', () => {
    expect(keyConditions(alice, { action: 'kms:Decrypt' }, facts)('kms:viaservice')).toBeUndefined();
    expect(keyConditions(alice, { action: 'kms:Decrypt', encryptionContext: new Map() }, facts)('kms:encryptioncontextkeys')).toBeUndefined();
    expect(keyConditions(alice, { action: 'kms:Decrypt' })('kms:resourcealiases')).toBeUndefined();
  });

  it("says what the request says of itself, where the operation has such a key", () => {
    const conditions = new Map<string, ConditionValue>([['kms:reencryptonsamekey', 'true']]);
    expect(keyConditions(alice, { action: 'kms:ReEncryptTo', conditions })('kms:reencryptonsamekey')).toBe('true');
    expect(keyConditions(alice, { action: 'kms:Encrypt', conditions })('kms:reencryptonsamekey')).toBeUndefined();
  });

  it('gives every value of keys that differ by case only', () => {
    const context = new Map([['dept', 'IT'], ['Dept', 'HR']]);
    expect(keyConditions(alice, { action: 'kms:Decrypt', encryptionContext: context })('kms:encryptioncontext:dept')).toEqual(['IT', 'HR']);
  });
});

it.each([['kms:encryptioncontext:a', true], ['kms:encryptioncontextkeys', true], ['kms:viaservice', false], ['kms:encryptionalgorithm', false]])('%s depends on the encryption context: %s', (name, does) => {
  expect(isOfContext(name)).toBe(does);
});
