import { customerKeyInput, draftMistake, emptyDraft, sealInput, type SealDraft } from './seal.js';

const key = { base64: Buffer.alloc(32, 7).toString('base64') };
const full: SealDraft = { mode: 'default', keyId: 'alias/notes', bucketKey: true, context: [{ key: 'team', value: 'blue' }], customerKey: key, customerKeySaved: true };
const context = Buffer.from('{"team":"blue"}').toString('base64');

describe('how a write says its seal', () => {
  it.each<[SealDraft['mode'], object]>([
    ['default', {}],
    ['client-side', {}],
    ['SSE-S3', { ServerSideEncryption: 'AES256' }],
    ['SSE-KMS', { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'alias/notes', SSEKMSEncryptionContext: context, BucketKeyEnabled: true }],
    ['DSSE-KMS', { ServerSideEncryption: 'aws:kms:dsse', SSEKMSKeyId: 'alias/notes', SSEKMSEncryptionContext: context }],
    ['SSE-C', { SSECustomerAlgorithm: 'AES256', SSECustomerKey: key.base64 }],
  ])('%s', (mode, input) => {
    expect(sealInput({ ...full, mode })).toEqual(input);
  });

  it('names no key for the account’s managed one, and no context without pairs', () => {
    expect(sealInput({ ...emptyDraft, mode: 'SSE-KMS', bucketKey: false })).toEqual({ ServerSideEncryption: 'aws:kms', BucketKeyEnabled: false });
  });

  it('says a customer’s key when there is one', () => {
    expect(customerKeyInput(undefined)).toEqual({});
    expect(customerKeyInput(key)).toEqual({ SSECustomerAlgorithm: 'AES256', SSECustomerKey: key.base64 });
  });
});

describe('a draft', () => {
  it.each<[string, Partial<SealDraft>, string | undefined]>([
    ['of the default is in order', {}, undefined],
    ['of SSE-C needs a key', { mode: 'SSE-C' }, 'Make a key'],
    ['of SSE-C needs the key saved', { mode: 'SSE-C', customerKey: key }, 'Save the key'],
    ['of SSE-C with a saved key is in order', { mode: 'SSE-C', customerKey: key, customerKeySaved: true }, undefined],
    ['of client-side encryption needs a KMS key', { mode: 'client-side' }, 'Choose the key'],
    ['of SSE-KMS needs none', { mode: 'SSE-KMS' }, undefined],
    ['of SSE-KMS needs its context in order', { mode: 'SSE-KMS', context: [{ key: '', value: 'x' }] }, 'Give the pair a name'],
    ['of SSE-S3 does not look at a context', { mode: 'SSE-S3', context: [{ key: '', value: 'x' }] }, undefined],
  ])('%s', (_why, draft, mistake) => {
    const found = draftMistake({ ...emptyDraft, ...draft });
    if (mistake === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(mistake);
  });
});
