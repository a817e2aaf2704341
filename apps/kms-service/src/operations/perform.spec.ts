import { Secret } from '@coffer/crypto';
import { refused, refusedCall } from '../../test/refused.js';
import { alice, mallory, NOW, testService, type TestService } from '../../test/test-service.js';
import { KmsError } from '../errors/kms-error.js';
import type { BatchEntry } from './call.js';
import { BATCH_ENTRIES_MAX, perform, performBatch } from './perform.js';

const call = { caller: alice, requestId: 'a request' };
const context = new Map([['aws:s3:arn', 'arn:aws:s3:::bucket/key']]);

describe('perform', () => {
  let service: TestService;
  let keyId: string;
  let arn: string;

  beforeEach(async () => {
    service = await testService();
    ({ keyMetadata: { keyId, arn } } = await perform(service, call, 'CreateKey', { description: 'mine' }));
    service.audit.appended.length = 0;
    service.observed.length = 0;
  });

  afterEach(() => service.store.close());

  it('records a use with its context, its key and its material', async () => {
    const { keyMaterialId } = await perform(service, call, 'GenerateDataKey', { keyId, keySpec: 'AES_256', encryptionContext: context });
    expect(service.audit.appended).toEqual([[
      {
        eventId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string, time: NOW, source: 'kms.amazonaws.com', operation: 'GenerateDataKey', readOnly: true, caller: alice, requestId: 'a request',
        parameters: { keyId, keySpec: 'AES_256', encryptionContext: context }, keyArns: [arn], keyMaterialId, made: undefined,
      },
    ]]);
    expect(service.observed).toEqual(['GenerateDataKey Success']);
  });

  it('records a refusal with its code, its message and the key where it is known', async () => {
    await perform(service, call, 'DisableKey', { keyId });
    const { code, message } = await refusedCall(perform(service, call, 'Encrypt', { keyId, plaintext: Secret.random() }));
    expect([code, message]).toEqual(['DisabledException', `${arn} is disabled.`]);
    expect(service.audit.appended.at(-1)).toMatchObject([{ operation: 'Encrypt', keyArns: [arn], error: { code, message } }]);
    expect(service.observed).toEqual(['DisableKey Success', 'Encrypt DisabledException']);
  });

  it('records no secret', async () => {
    using plaintext = Secret.copyOf(Buffer.from('a very secret plaintext'));
    await perform(service, call, 'Encrypt', { keyId, plaintext });
    const recorded = JSON.stringify(service.audit.appended);
    expect(recorded).not.toContain('secret plaintext');
    expect(recorded).not.toContain(Buffer.from('a very secret plaintext').toString('base64').slice(0, 20));
    expect(recorded).not.toContain('plaintext');
  });

  it('releases nothing if the event cannot be written, and clears what it made', async () => {
    const made: Secret[] = [];
    const random = Secret.random.bind(Secret);
    const spy = jest.spyOn(Secret, 'random').mockImplementation((length) => {
      const secret = random(length);
      made.push(secret);
      return secret;
    });
    service.audit.fails = true;
    const { code, message } = await refusedCall(perform(service, call, 'GenerateDataKey', { keyId, keySpec: 'AES_256' }));
    spy.mockRestore();
    expect([code, message]).toEqual(['KMSInternalException', 'The request could not be recorded, so its result is withheld.']);
    expect(made).toHaveLength(1);
    expect(() => made[0]?.reveal()).toThrow('cleared');
  });

  it('tells nobody why something failed inside, and keeps the cause for the log', async () => {
    const cause = new Error('a path and a secret');
    const broken = { ...service, keyring: { usable: () => Promise.reject(cause) } } as unknown as TestService;
    const { code, message } = await refusedCall(perform(broken, call, 'GenerateDataKey', { keyId, keySpec: 'AES_256' }));
    expect([code, message]).toEqual(['KMSInternalException', 'The request failed inside the key service.']);
  });

  describe('a batch', () => {
    const entry = (requestId: string, changes: Partial<BatchEntry['request']> = {}): BatchEntry => ({
      call: { caller: alice, requestId }, name: 'GenerateDataKey', request: { keyId, keySpec: 'AES_256', encryptionContext: context, ...changes },
    });

    it('has a result or an error for each entry, in order, and one append for all', async () => {
      const results = await performBatch(service, [entry('1'), entry('2', { keyId: 'alias/none' }), { ...entry('3'), call: { caller: mallory, requestId: '3' } }, entry('4')]);
      expect(results.map((result) => (result instanceof KmsError ? result.code : 'made'))).toEqual(['made', 'NotFoundException', 'NotFoundException', 'made']);
      expect(service.audit.appended).toHaveLength(1);
      expect(service.audit.appended[0]).toMatchObject([
        { requestId: '1', caller: alice }, { requestId: '2', error: { code: 'NotFoundException' } }, { requestId: '3', caller: mallory }, { requestId: '4' },
      ]);
    });

    it('opens what it made, entry by entry, under the context of each', async () => {
      const contexts = ['a', 'b', 'c'].map((value) => new Map([['k', value]]));
      const made = await performBatch(service, contexts.map((encryptionContext, i) => entry(String(i), { encryptionContext })));
      const blobs = made.map((result) => (result instanceof KmsError || !('ciphertextBlob' in result) ? Buffer.alloc(0) : result.ciphertextBlob));
      const opened = await performBatch(service, blobs.map((ciphertextBlob, i) => ({ call, name: 'Decrypt', request: { ciphertextBlob, encryptionContext: contexts[i] } })));
      for (const [i, result] of opened.entries()) {
        const before = made[i];
        if (result instanceof KmsError || before === undefined || before instanceof KmsError) throw new Error('an entry was refused');
        expect(result.plaintext.equals(before.plaintext)).toBe(true);
      }
      const [wrong] = await performBatch(service, [{ call, name: 'Decrypt', request: { ciphertextBlob: blobs[0], encryptionContext: contexts[1] } }]);
      expect(refused(() => { throw wrong as KmsError; })).toMatchObject({ code: 'InvalidCiphertextException', message: '', keyArn: arn });
    });

    it('is refused whole, every key cleared, if its events cannot be written', async () => {
      service.audit.fails = true;
      expect(await refusedCall(performBatch(service, [entry('1'), entry('2')]))).toMatchObject({ code: 'KMSInternalException' });
    });

    it('holds as many entries as its limit and no more', async () => {
      const entries = Array.from({ length: BATCH_ENTRIES_MAX + 1 }, (_, i) => entry(String(i)));
      expect(await performBatch(service, entries.slice(1))).toHaveLength(BATCH_ENTRIES_MAX);
      expect(await refusedCall(performBatch(service, entries))).toMatchObject({ code: 'ValidationException' });
    });

    it('answers an empty one with nothing', async () => {
      expect(await performBatch(service, [])).toEqual([]);
    });
  });
});
