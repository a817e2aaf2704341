import { status } from '@grpc/grpc-js';
import { KmsError } from '../src/errors/kms-error.js';
import { loadContract } from '../src/grpc/contract.js';
import { MESSAGE_BYTES_MAX } from '../src/grpc/grpc-door.js';
import { BATCH_ENTRIES_MAX } from '../src/operations/perform.js';
import { alice, authority, dataKey, forAlice, KEY_ARN, MadeUpService, openDoor, PlainClient, refusalOf, stamp } from './grpc-lab.js';

const certificates = authority();

async function madeUp() {
  const inner = new MadeUpService();
  const opened = await openDoor(inner, certificates.kms);
  return { inner, ...opened, client: new PlainClient(opened.port, certificates.storage) };
}

const entry = { keyId: 'alias/notes', numberOfBytes: 32 };

describe('a call', () => {
  it('carries caller, id and request, and brings the answer and the id back', async () => {
    const { inner, client } = await madeUp();
    const { answer, requestId } = await client.call('GenerateDataKey', { onBehalfOf: forAlice, keyId: 'alias/notes', keySpec: 'AES_256', encryptionContext: [{ key: Buffer.from('a'), value: Buffer.from('1') }] }, { metadata: { 'x-request-id': 'id-1' } });
    expect(requestId).toBe('id-1');
    expect(answer).toMatchObject({ keyId: KEY_ARN, keyMaterialId: 'a'.repeat(64) });
    expect(inner.calls).toEqual([{ name: 'GenerateDataKey', call: { caller: alice, requestId: 'id-1' }, request: { keyId: 'alias/notes', keySpec: 'AES_256', encryptionContext: new Map([['a', '1']]) } }]);
  });

  it('sends the true key, and clears the Secret behind it', async () => {
    const { inner, client } = await madeUp();
    const made = dataKey();
    const live = made.plaintext.reveal();
    inner.answer = () => made;
    const { answer } = await client.call('GenerateDataKey', { onBehalfOf: forAlice, ...entry });
    expect(answer['plaintext']).toEqual(made.ciphertextBlob.subarray('sealed'.length));
    expect(Buffer.from(live)).toEqual(Buffer.alloc(32));
  });

  it('clears the Secret of an answer that comes when the caller has gone', async () => {
    const { inner, client } = await madeUp();
    const made = dataKey();
    const live = made.plaintext.reveal();
    const gone = Promise.withResolvers<undefined>();
    inner.answer = async () => { await gone.promise; return made; };
    const refused = client.refused('GenerateDataKey', { onBehalfOf: forAlice, ...entry }, { deadlineMs: 50 });
    expect(await refused).toMatchObject({ code: status.DEADLINE_EXCEEDED });
    gone.resolve(undefined);
    await new Promise((resolve) => { setTimeout(resolve, 50); });
    expect(Buffer.from(live)).toEqual(Buffer.alloc(32));
  });

  it('ends at the deadline of its row, whatever the caller would wait', async () => {
    const { inner, client } = await madeUp();
    const made = dataKey();
    const live = made.plaintext.reveal();
    inner.answer = () => new Promise((resolve) => { setTimeout(() => { resolve(made); }, 2_200); });
    expect(await client.refused('GenerateDataKey', { onBehalfOf: forAlice, ...entry }, { deadlineMs: 10_000 })).toMatchObject({ code: status.DEADLINE_EXCEEDED, name: 'DependencyTimeoutException' });
    await new Promise((resolve) => { setTimeout(resolve, 400); });
    expect(Buffer.from(live)).toEqual(Buffer.alloc(32));
  });

  it("carries AWS's name and message of a refusal, with the id", async () => {
    const { inner, client, faults } = await madeUp();
    inner.answer = () => { throw new KmsError('NotFoundException', "Key 'é' does not exist"); };
    expect(await client.refused('DescribeKey', { onBehalfOf: forAlice, keyId: 'é' })).toEqual({ code: status.NOT_FOUND, name: 'NotFoundException', message: "Key 'é' does not exist" });
    expect(faults).toEqual([]);
  });

  it('tells the caller nothing of a fault of ours, and the log everything', async () => {
    const { inner, client, faults } = await madeUp();
    inner.answer = () => { throw new Error('the disk is on fire'); };
    const refused = await client.refused('DescribeKey', { onBehalfOf: forAlice, keyId: 'x' });
    expect(refused).toMatchObject({ code: status.INTERNAL, name: 'KMSInternalException' });
    expect(refused.message).not.toContain('fire');
    expect(faults).toMatchObject([{ cause: { message: 'the disk is on fire' } }]);
  });
});

describe('a peer that may not forward', () => {
  const rpcs = [...loadContract().keyService.keys()].filter((rpc) => rpc !== 'Ping');

  it.each(rpcs)('is refused by %s, and that is recorded under its name', async (rpc) => {
    const { inner, port } = await madeUp();
    const intruder = new PlainClient(port, certificates.kms);
    expect(await intruder.refused(rpc, { onBehalfOf: rpc.endsWith('Batch') ? [forAlice] : forAlice, entries: [entry] }, { metadata: { 'x-request-id': 'id-2' } })).toMatchObject({ code: status.PERMISSION_DENIED, name: 'AccessDeniedException' });
    expect(inner.calls).toEqual([]);
    expect(inner.refusals).toMatchObject([{ name: rpc.replace('Batch', ''), call: { requestId: 'id-2', caller: { type: 'Service', arn: 'kms-service', sourceIp: '127.0.0.1' } }, error: { code: 'AccessDeniedException' } }]);
  });

  it('is refused as the service itself too', async () => {
    const { inner, port } = await madeUp();
    expect(await new PlainClient(port, certificates.kms).refused('GenerateRandom', { onBehalfOf: { service: {} }, numberOfBytes: 1 })).toMatchObject({ name: 'AccessDeniedException' });
    expect(inner.calls).toEqual([]);
  });

  it('learns nothing when the refusal cannot be recorded', async () => {
    const { inner, port } = await madeUp();
    inner.recordRefusal = () => Promise.reject(new Error('disk full'));
    expect(await new PlainClient(port, certificates.kms).refused('Decrypt', {})).toMatchObject({ name: 'KMSInternalException' });
  });
});

describe('a call that was made before', () => {
  const call = { onBehalfOf: forAlice, ...entry };

  it.each(['GenerateDataKey', 'GenerateDataKeyBatch'])('is refused and recorded by %s, whoever shows it again', async (rpc) => {
    const { inner, client } = await madeUp();
    const message = rpc.endsWith('Batch') ? { onBehalfOf: [forAlice], entries: [entry] } : call;
    const metadata = stamp();
    await client.call(rpc, message, { metadata });
    expect(await client.refused(rpc, message, { metadata: { ...metadata, 'x-request-id': 'id-3' } })).toEqual({
      code: status.PERMISSION_DENIED, name: 'AccessDeniedException', message: 'The call was made before: its id is known.',
    });
    expect(inner.calls).toHaveLength(1);
    expect(inner.refusals).toMatchObject([{ name: 'GenerateDataKey', call: { requestId: 'id-3', caller: { type: 'Service', arn: 'storage-service' } }, error: { code: 'AccessDeniedException' } }]);
  });

  it.each([
    ['its id in the name of the service', { onBehalfOf: { service: {} }, ...entry }],
    ['its id for another user', { ...call, onBehalfOf: { caller: { ...forAlice.caller, arn: 'arn:aws:iam::000000000000:user/bob', userName: 'bob' } } }],
  ])('is known by %s', async (_, message) => {
    const { inner, client } = await madeUp();
    const metadata = stamp();
    await client.call('GenerateDataKey', call, { metadata });
    expect(await client.refused('GenerateDataKey', message, { metadata })).toMatchObject({ name: 'AccessDeniedException' });
    expect(inner.calls).toHaveLength(1);
  });

  it.each([
    ['too old', () => stamp(Date.now() - 61_000)],
    ['of the future', () => stamp(Date.now() + 61_000)],
    ['of before the service started', () => stamp(Date.now() - 30_000)],
    ['without an id', () => ({ 'x-coffer-call-id': '' })],
    ['without a time', () => ({ 'x-coffer-called-at': '' })],
  ])('or is %s', async (_, metadata) => {
    const { inner, client } = await madeUp();
    expect(await client.refused('GenerateDataKey', call, { metadata: metadata() })).toMatchObject({ name: 'AccessDeniedException' });
    expect(inner.calls).toEqual([]);
    expect(inner.refusals).toHaveLength(1);
  });

  it('is no matter for a ping, which does nothing, and which says what access is', async () => {
    const { inner, client } = await madeUp();
    const metadata = stamp(0);
    await client.call('Ping', {}, { metadata });
    inner.revision = 'r2';
    expect((await client.call('Ping', {}, { metadata })).answer).toMatchObject({ accessRevision: 'r2' });
  });
});

describe('a forged caller', () => {
  const forged = { caller: { ...forAlice.caller, accountId: '111122223333' } };
  const role = { caller: { ...forAlice.caller, type: 3, arn: 'arn:aws:sts::000000000000:assumed-role/backup/nightly', principalId: 'AROABACKUP:nightly', userName: undefined, sessionToken: 'made up' } };

  it.each([['of another account', forged], ['of a session that is made up', role]])('%s is refused and recorded, alone and in a batch beside others', async (_, who) => {
    const { inner, client } = await madeUp();
    expect(await client.refused('GenerateDataKey', { onBehalfOf: who, ...entry })).toMatchObject({ code: status.PERMISSION_DENIED, name: 'AccessDeniedException' });
    expect(inner.refusals).toMatchObject([{ name: 'GenerateDataKey', call: { caller: { type: 'Service', arn: 'storage-service' } }, error: { code: 'AccessDeniedException' } }]);
    const { answer } = await client.call('GenerateDataKeyBatch', { onBehalfOf: [forAlice, who], entries: [entry, { ...entry, who: 1 }] });
    expect(answer['results']).toMatchObject([{ dataKey: { keyId: KEY_ARN } }, { error: { code: 'AccessDeniedException' } }]);
    expect(inner.refusals).toHaveLength(2);
    expect(inner.calls.map(({ call: { caller } }) => caller.arn)).toEqual([alice.arn]);
  });
});

describe('a batch', () => {
  it('answers each entry in its place', async () => {
    const { inner, client } = await madeUp();
    inner.answer = (_, request) => ((request as typeof entry).keyId === 'alias/gone' ? Promise.reject(new KmsError('NotFoundException', 'gone')) : dataKey());
    const entries = [entry, { ...entry, keyId: 'alias/gone' }, { ...entry, who: 9 }, { ...entry, who: 1 }];
    const { answer } = await client.call('GenerateDataKeyBatch', { onBehalfOf: [forAlice, { service: {} }], entries });
    expect(answer['results']).toMatchObject([{ dataKey: { keyId: KEY_ARN } }, { error: { code: 'NotFoundException', message: 'gone' } }, { error: { code: 'ValidationException' } }, { dataKey: { keyId: KEY_ARN } }]);
    expect(inner.calls.map(({ call }) => call.caller.arn)).toEqual([alice.arn, alice.arn, 's3.amazonaws.com']);
  });

  it('answers when no entry is left to perform', async () => {
    const { client } = await madeUp();
    const { answer } = await client.call('DecryptBatch', { onBehalfOf: [{}], entries: [{ ciphertextBlob: Buffer.from('x') }] });
    expect(answer['results']).toMatchObject([{ error: { code: 'ValidationException' } }]);
  });

  it('has as many entries as it may, and is refused with one more', async () => {
    const { client, inner } = await madeUp();
    const entries = Array.from({ length: BATCH_ENTRIES_MAX + 1 }, () => entry);
    const { answer } = await client.call('GenerateDataKeyBatch', { onBehalfOf: [forAlice], entries: entries.slice(1) });
    expect(answer['results']).toHaveLength(BATCH_ENTRIES_MAX);
    expect(await client.refused('GenerateDataKeyBatch', { onBehalfOf: [forAlice], entries })).toMatchObject({ code: status.INVALID_ARGUMENT, name: 'ValidationException' });
    expect(inner.batches).toEqual([BATCH_ENTRIES_MAX]);
  });
});

describe('hostile messages', () => {
  const path = '/coffer.kms.v1.KeyService/GenerateDataKeyBatch';

  it.each([
    ['a length past the end', Buffer.from([0x12, 0xff, 0xff, 0xff, 0x7f])],
    ['a varint without end', Buffer.alloc(20, 0xff)],
    ['an unknown wire type', Buffer.from([0x17])],
    ['a field number of zero', Buffer.from([0x02, 0x00])],
    ['text', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
  ])('%s: refused, and the door stays open', async (_, bytes) => {
    const { inner, client } = await madeUp();
    await refusalOf(client.raw(path, bytes));
    expect(inner.calls).toEqual([]);
    await expect(client.call('Ping', {})).resolves.toBeDefined();
  });

  it('a message over the limit: refused before it is read', async () => {
    const { inner, client } = await madeUp();
    const refused = await refusalOf(client.raw(path, Buffer.alloc(MESSAGE_BYTES_MAX + 1)));
    expect(refused.code).toBe(status.RESOURCE_EXHAUSTED);
    expect(inner.batches).toEqual([]);
    await expect(client.call('Ping', {})).resolves.toBeDefined();
  });

  it('a method that is not there', async () => {
    const { client } = await madeUp();
    expect(await refusalOf(client.raw('/coffer.kms.v1.KeyService/ExportKey', Buffer.alloc(0)))).toMatchObject({ code: status.UNIMPLEMENTED });
  });
});

describe('health', () => {
  it.each(['', 'coffer.kms.v1.KeyService'])('of %j is SERVING, for any peer', async (service) => {
    const { port } = await madeUp();
    await expect(new PlainClient(port, certificates.kms).call('Check', { service })).resolves.toMatchObject({ answer: { status: 1 } });
  });

  it('of another service is NOT_FOUND', async () => {
    const { client } = await madeUp();
    expect(await client.refused('Check', { service: 'other' })).toMatchObject({ code: status.NOT_FOUND });
  });

  it('is NOT_SERVING once the door is about to close', async () => {
    const { client, door } = await madeUp();
    door.stop();
    await expect(client.call('Check', {})).resolves.toMatchObject({ answer: { status: 2 } });
  });
});

describe('closing', () => {
  it('lets a call under way end, and takes no more', async () => {
    const { inner, client, door } = await madeUp();
    inner.answer = async () => { await new Promise((resolve) => { setTimeout(resolve, 100); }); return dataKey(); };
    const underWay = client.call('GenerateDataKey', { onBehalfOf: forAlice, ...entry });
    while (inner.calls.length === 0) await new Promise((resolve) => { setTimeout(resolve, 1); });
    const closed = door.close();
    await expect(underWay).resolves.toBeDefined();
    await closed;
    expect(await client.refused('Ping', {}, { deadlineMs: 1_000 })).toMatchObject({ name: undefined });
  });

  it('a port that is taken is refused', async () => {
    const { port } = await madeUp();
    // gRPC prints what it also throws.
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    await expect(openDoor(new MadeUpService(), certificates.kms, port)).rejects.toThrow();
  });
});
