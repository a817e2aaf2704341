import { authority, alice, forAlice, openDoor, PlainClient, realService, stamp } from './grpc-lab.js';

const certificates = authority();
const pair = (key: string, value: string) => ({ key: Buffer.from(key), value: Buffer.from(value) });
const encryptionContext = [pair('aws:s3:arn', 'arn:aws:s3:::notes/a.txt')];

async function service() {
  const { inner, events } = await realService();
  const { port } = await openDoor(inner, certificates.kms);
  const client = new PlainClient(port, certificates.storage);
  const call = async (rpc: string, message: object): Promise<Record<string, unknown>> => (await client.call(rpc, { onBehalfOf: forAlice, ...message })).answer;
  return { call, client, events, port };
}

describe('every verb, against the service itself', () => {
  it('manages keys and aliases', async () => {
    const { call } = await service();
    const { keyMetadata } = await call('CreateKey', { description: 'notes', tags: [{ tagKey: 'team', tagValue: 'blue' }] }) as { keyMetadata: { keyId: string; arn: string } };
    const { keyId, arn } = keyMetadata;
    await call('CreateAlias', { aliasName: 'alias/notes', targetKeyId: keyId });
    await call('UpdateAlias', { aliasName: 'alias/notes', targetKeyId: keyId });
    expect(await call('DescribeKey', { keyId: 'alias/notes' })).toMatchObject({ keyMetadata: { arn, description: 'notes', keyState: 'Enabled', creationDateMs: expect.any(Number) as number } });
    expect(await call('ListAliases', { keyId })).toMatchObject({ aliases: [{ aliasName: 'alias/notes', targetKeyId: keyId }] });
    expect(await call('ListKeys', { limit: 10 })).toMatchObject({ keys: [{ keyId, keyArn: arn }] });
    await call('DisableKey', { keyId });
    await expect(call('GenerateDataKey', { keyId, keySpec: 'AES_256' })).rejects.toMatchObject({ details: `${arn} is disabled.` });
    await call('EnableKey', { keyId });
    await call('DeleteAlias', { aliasName: 'alias/notes' });
    expect((await call('ListAliases', { keyId }))['aliases'] ?? []).toEqual([]);
  });

  it('seals and opens under a context, and under no other', async () => {
    const { call } = await service();
    const { keyMetadata: { keyId } } = await call('CreateKey', {}) as { keyMetadata: { keyId: string } };
    const { ciphertextBlob } = await call('Encrypt', { keyId, plaintext: Buffer.from('secret'), encryptionContext });
    expect(await call('Decrypt', { ciphertextBlob, encryptionContext })).toMatchObject({ plaintext: Buffer.from('secret') });
    await expect(call('Decrypt', { ciphertextBlob })).rejects.toMatchObject({ details: '' });
    const moved = await call('ReEncrypt', { ciphertextBlob, sourceEncryptionContext: encryptionContext, destinationKeyId: keyId, destinationEncryptionContext: [pair('b', '2')] });
    expect(await call('Decrypt', { ciphertextBlob: moved['ciphertextBlob'], encryptionContext: [pair('b', '2')] })).toMatchObject({ plaintext: Buffer.from('secret') });
    const key = await call('GenerateDataKey', { keyId, numberOfBytes: 32, encryptionContext });
    expect(await call('Decrypt', { ciphertextBlob: key['ciphertextBlob'], encryptionContext })).toMatchObject({ plaintext: key['plaintext'] });
    expect(await call('GenerateDataKeyWithoutPlaintext', { keyId, keySpec: 'AES_256' })).not.toHaveProperty('plaintext');
    expect((await call('GenerateRandom', { numberOfBytes: 7 }))['plaintext']).toHaveLength(7);
  });

  it('makes the key of the service for the service only', async () => {
    const { client } = await service();
    const entries = [{ who: 0, keyId: 'alias/coffer/s3', numberOfBytes: 32, encryptionContext }, { who: 1, keyId: 'alias/coffer/s3', numberOfBytes: 32 }, { who: 1, keyId: 'alias/aws/s3', numberOfBytes: 32 }];
    const { answer } = await client.call('GenerateDataKeyBatch', { onBehalfOf: [{ service: {} }, forAlice], entries });
    const [own, refused, managed] = answer['results'] as { dataKey?: { ciphertextBlob: Buffer }; error?: { code: string } }[];
    expect(refused?.error?.code).toBe('NotFoundException');
    expect(managed?.dataKey).toBeDefined();
    const blob = own?.dataKey?.ciphertextBlob;
    const opening = [{ who: 0, ciphertextBlob: blob, encryptionContext }, { who: 1, ciphertextBlob: blob, encryptionContext }];
    const { answer: decrypted } = await client.call('DecryptBatch', { onBehalfOf: [{ service: {} }, forAlice], entries: opening });
    expect(decrypted['results']).toMatchObject([{ plaintext: {} }, { error: { code: 'InvalidCiphertextException' } }]);
  });
});

it('each entry of a batch has an event of its own, with its caller, id and context', async () => {
  const { client, events } = await service();
  const entries = [{ keyId: 'alias/aws/s3', numberOfBytes: 32, encryptionContext, requestId: 'first' }, { keyId: 'alias/none', numberOfBytes: 32, requestId: 'second' }];
  await client.call('GenerateDataKeyBatch', { onBehalfOf: [forAlice], entries });
  const recorded = (await events()).filter(({ eventName }) => eventName === 'GenerateDataKey');
  expect(recorded).toMatchObject([
    { requestID: 'first', userIdentity: { arn: alice.arn, invokedBy: 's3.amazonaws.com' }, requestParameters: { encryptionContext: { 'aws:s3:arn': 'arn:aws:s3:::notes/a.txt' } } },
    { requestID: 'second', errorCode: 'NotFoundException' },
  ]);
});

it('a peer that may not forward is in the record', async () => {
  const { port, events } = await service();
  await new PlainClient(port, certificates.kms).refused('Decrypt', { onBehalfOf: forAlice });
  expect(await events()).toMatchObject([{ eventName: 'Decrypt', errorCode: 'AccessDeniedException', userIdentity: { type: 'AWSService', invokedBy: 'kms-service' } }]);
});

it('key policies and grants are served, with their constraints', async () => {
  const { call, client } = await service();
  const { keyMetadata: { keyId, arn } } = await call('CreateKey', {}) as { keyMetadata: { keyId: string; arn: string } };
  const { policy } = await call('GetKeyPolicy', { keyId }) as { policy: string };
  expect(JSON.parse(policy)).toMatchObject({ Id: 'key-default-1' });
  await call('PutKeyPolicy', { keyId, policy });
  expect(await call('ListKeyPolicies', { keyId })).toMatchObject({ policyNames: ['default'] });
  const bob = { caller: { ...forAlice.caller, arn: 'arn:aws:iam::000000000000:user/bob', userName: 'bob', principalId: 'AIDABOB' } };
  const constraints = { encryptionContextSubset: [pair('aws:s3:arn', 'arn:aws:s3:::notes/a.txt')] };
  const terms = { keyId, granteePrincipal: bob.caller.arn, retiringPrincipal: alice.arn, operations: ['GenerateDataKey'], name: 'n' };
  const { grantId, grantToken } = await call('CreateGrant', { ...terms, constraints }) as { grantId: string; grantToken: string };
  const entries = [{ who: 0, keyId, numberOfBytes: 32, encryptionContext }, { who: 0, keyId, numberOfBytes: 32 }];
  const { answer } = await client.call('GenerateDataKeyBatch', { onBehalfOf: [bob], entries });
  expect(answer['results']).toMatchObject([{ dataKey: { keyId: arn } }, { error: { code: 'AccessDeniedException', message: `User: ${bob.caller.arn} is not authorized to perform: kms:GenerateDataKey on resource: ${arn} because no identity-based policy allows the kms:GenerateDataKey action` } }]);
  const listed = { keyId: arn, grantId, name: 'n', granteePrincipal: bob.caller.arn, retiringPrincipal: alice.arn, issuingAccount: 'arn:aws:iam::000000000000:root', operations: ['GenerateDataKey'], constraints, creationDateMs: expect.any(Number) as number };
  expect(await call('ListGrants', { keyId })).toMatchObject({ grants: [listed] });
  expect(await call('ListRetirableGrants', { retiringPrincipal: alice.arn })).toMatchObject({ grants: [listed] });
  await call('RetireGrant', { grantToken });
  await expect(call('RevokeGrant', { keyId, grantId })).rejects.toMatchObject({ details: `Grant ID ${grantId} not found` });
});

it('a forged and a replayed call are in the record', async () => {
  const { client, events } = await service();
  const metadata = stamp();
  await client.call('GenerateRandom', { onBehalfOf: forAlice, numberOfBytes: 1 }, { metadata });
  await client.refused('GenerateRandom', { onBehalfOf: forAlice, numberOfBytes: 1 }, { metadata });
  await client.refused('GenerateRandom', { onBehalfOf: { caller: { ...forAlice.caller, accountId: '111122223333' } }, numberOfBytes: 1 });
  expect(await events()).toMatchObject([
    { eventName: 'GenerateRandom', userIdentity: { arn: alice.arn } },
    { eventName: 'GenerateRandom', errorCode: 'AccessDeniedException', errorMessage: 'The call was made before: its id is known.', userIdentity: { type: 'AWSService', invokedBy: 'storage-service' } },
    { eventName: 'GenerateRandom', errorCode: 'AccessDeniedException', errorMessage: expect.stringContaining('forged') as string, userIdentity: { invokedBy: 'storage-service' } },
  ]);
});
