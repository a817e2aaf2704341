import { alice, mallory, root, testService, type TestService } from '../../test/test-service.js';
import { KmsError } from '../errors/kms-error.js';
import { attemptBatch } from './attempt-batch.js';
import type { BatchEntry, BatchResult } from './call.js';
import { perform } from './perform.js';

const context = new Map([['k', 'v']]);

describe('a batch', () => {
  let service: TestService;
  let [first, second] = ['', ''];

  const create = async (): Promise<string> => (await perform(service, { caller: alice, requestId: '0' }, 'CreateKey', {})).keyMetadata.keyId;
  const key = (keyId: string, changes: Partial<BatchEntry['request']> = {}, caller = alice): BatchEntry =>
    ({ call: { caller, requestId: keyId }, name: 'GenerateDataKey', request: { keyId, numberOfBytes: 32, encryptionContext: context, ...changes } });
  const blob = (ciphertextBlob: Buffer | undefined, changes: Partial<BatchEntry['request']> = {}, caller = alice): BatchEntry =>
    ({ call: { caller, requestId: 'r' }, name: 'Decrypt', request: { ciphertextBlob, encryptionContext: context, ...changes } });
  const outcomes = async (entries: readonly BatchEntry[]): Promise<BatchResult[]> =>
    (await attemptBatch(service, entries)).map(({ outcome }) => (outcome instanceof KmsError ? outcome : outcome.response));
  const told = async (entries: readonly BatchEntry[]): Promise<string[]> =>
    (await outcomes(entries)).map((outcome) => (outcome instanceof KmsError ? outcome.code : outcome.keyId.slice(-36)));
  const blobOf = async (keyId: string): Promise<Buffer> => {
    const [made] = await outcomes([key(keyId)]);
    return made !== undefined && 'ciphertextBlob' in made ? made.ciphertextBlob : Buffer.alloc(0);
  };

  beforeEach(async () => {
    service = await testService();
    [first, second] = [await create(), await create()];
  });

  afterEach(() => service.store.close());

  it('answers in order, whatever keys and callers are mixed in it', async () => {
    expect(await told([key(first), key(second), key('alias/none'), key(first, {}, root), key(first, {}, mallory), key(first)]))
      .toEqual([first, second, 'NotFoundException', first, 'NotFoundException', first]);
  });

  it('refuses only the entry that is wrong, among others for the same key', async () => {
    expect(await told([key(first, { numberOfBytes: 0 }), key(first), key(first, { dryRun: true }), key(first, { recipient: true }), key(first)]))
      .toEqual(['ValidationException', first, 'DryRunOperationException', 'UnsupportedOperationException', first]);
  });

  it('refuses every entry for a disabled key, and no other', async () => {
    await perform(service, { caller: alice, requestId: '0' }, 'DisableKey', { keyId: first });
    expect(await told([key(first), key(first, { numberOfBytes: 0 }), key(second)])).toEqual(['DisabledException', 'ValidationException', second]);
  });

  it('opens blobs of several keys, and refuses the changed, the cut, the absent and those of others alone', async () => {
    const [mine, other] = [await blobOf(first), await blobOf(second)];
    const changed = Buffer.from(mine);
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    const entries = [blob(mine), blob(other), blob(changed), blob(mine.subarray(0, 60)), blob(undefined), blob(mine, { keyId: second }), blob(mine, {}, mallory), blob(mine, { dryRun: true }), blob(mine)];
    expect(await told(entries)).toEqual([
      first, second, 'InvalidCiphertextException', 'InvalidCiphertextException', 'ValidationException', 'IncorrectKeyException', 'AccessDeniedException', 'DryRunOperationException', first,
    ]);
  });

  it('records each entry with its own caller, request and refusal', async () => {
    const events = (await attemptBatch(service, [key(first), key('alias/none', {}, root), key(first, { numberOfBytes: 0 })])).map(({ event }) => event);
    expect(events).toMatchObject([
      { caller: alice, requestId: first, parameters: { keyId: first } },
      { caller: root, requestId: 'alias/none', error: { code: 'NotFoundException' } },
      { caller: alice, requestId: first, parameters: { numberOfBytes: 0 }, error: { code: 'ValidationException' } },
    ]);
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(3);
  });

  it('tells the metrics how many came to which outcome', async () => {
    const counts: [string, number][] = [];
    const observing = { ...service, observe: (_: string, outcome: string, __: number, count: number) => { counts.push([outcome, count]); } };
    await attemptBatch(observing, [key(first), key(first), key(first, { numberOfBytes: 0 })]);
    expect(counts).toEqual([['Success', 2], ['ValidationException', 1]]);
  });

  it('answers each entry that something inside failed, without a word of why', async () => {
    const broken = { ...service, keyring: { usable: () => Promise.reject(new Error('a path')) } } as unknown as TestService;
    const attempts = await attemptBatch(broken, [key(first), key(first, { numberOfBytes: 0 })]);
    expect(attempts.map(({ outcome }) => outcome)).toMatchObject([{ code: 'KMSInternalException' }, { code: 'ValidationException' }]);
  });
});
