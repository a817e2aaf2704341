import { Secret } from '@coffer/crypto';
import type { Caller } from '@coffer/iam';
import { KmsError } from '../errors/kms-error.js';
import { BATCH_ENTRIES_MAX } from '../operations/perform.js';
import { batchRoutes } from './batches.js';
import { invalid } from './refused.js';

const alice = { arn: 'alice' } as Caller;
const callerOf = ({ service }: { service?: object }): Caller => {
  if (service === undefined) throw invalid('onBehalfOf', 'nobody');
  return alice;
};
const { GenerateDataKeyBatch, DecryptBatch } = batchRoutes;
const onBehalfOf = [{ service: {} }, {}];
const decodeKeys = (entries: object[] | undefined, callers: object[] = onBehalfOf) => GenerateDataKeyBatch.decode({ onBehalfOf: callers, ...(entries && { entries }) }, callerOf, 'call');

/** The code of what `attempt` throws. */
function refusal(attempt: () => unknown): unknown {
  try {
    return { returned: attempt() };
  } catch (error) {
    return (error as { readonly code?: unknown }).code;
  }
}

describe('a batch of GenerateDataKey', () => {
  it('is a list of calls, each with a caller, an id and a context of its own', () => {
    const [entry] = decodeKeys([{ keyId: 'alias/a', numberOfBytes: 32, requestId: 'r1', encryptionContext: [{ key: Buffer.from('k'), value: Buffer.from('v') }] }]);
    expect(entry).toEqual({ name: 'GenerateDataKey', call: { caller: alice, requestId: 'r1' }, request: { keyId: 'alias/a', numberOfBytes: 32, encryptionContext: new Map([['k', 'v']]) } });
  });

  it.each([['absent', undefined], ['not an id', 'two words']])('gives an entry the id of the call when its own is %s', (_, requestId) => {
    expect(decodeKeys([{ keyId: 'a', ...(requestId !== undefined && { requestId }) }])).toMatchObject([{ call: { requestId: 'call' } }]);
  });

  it.each([
    ['a caller that is not one', { who: 1 }],
    ['a position past the callers', { who: 2 }],
    ['a position far past them', { who: 4_294_967_295 }],
    ['a context that is not one', { who: 0, encryptionContext: [{ key: Buffer.of(0xff) }] }],
  ])('answers %s in its place, beside entries that are right', (_, wrong) => {
    const decoded = decodeKeys([{ keyId: 'a' }, wrong, { keyId: 'b' }]);
    expect(decoded).toMatchObject([{ request: { keyId: 'a' } }, { code: 'ValidationException' }, { request: { keyId: 'b' } }]);
    expect(decoded[1]).toBeInstanceOf(KmsError);
  });

  it('has as many entries as it may', () => {
    expect(decodeKeys(Array.from({ length: BATCH_ENTRIES_MAX }, () => ({ keyId: 'a' })))).toHaveLength(BATCH_ENTRIES_MAX);
  });

  it.each([
    ['no list', undefined, onBehalfOf],
    ['no entries', [], onBehalfOf],
    ['one entry more', Array.from({ length: BATCH_ENTRIES_MAX + 1 }, () => ({})), onBehalfOf],
    ['more callers than entries could name', [{}], Array.from({ length: BATCH_ENTRIES_MAX + 1 }, () => ({ service: {} }))],
  ])('is refused whole with %s', (_, entries, callers) => {
    expect(refusal(() => decodeKeys(entries, callers))).toBe('ValidationException');
  });

  it('answers in order, with live bytes and with errors by name', () => {
    const plaintext = Secret.random();
    const blob = Buffer.from('blob');
    expect(GenerateDataKeyBatch.encode([{ keyId: 'arn', keyMaterialId: 'm', plaintext, ciphertextBlob: blob }, new KmsError('NotFoundException', 'no key')])).toEqual({
      results: [{ dataKey: { keyId: 'arn', plaintext: Buffer.from(plaintext.reveal()), ciphertextBlob: blob } }, { error: { code: 'NotFoundException', message: 'no key' } }],
    });
  });
});

describe('a batch of Decrypt', () => {
  it('is a list of calls', () => {
    expect(DecryptBatch.decode({ onBehalfOf, entries: [{ ciphertextBlob: Buffer.from('blob') }] }, callerOf, 'call')).toEqual([
      { name: 'Decrypt', call: { caller: alice, requestId: 'call' }, request: { ciphertextBlob: Buffer.from('blob'), encryptionContext: undefined } },
    ]);
  });

  it('answers in order', () => {
    const plaintext = Secret.random();
    const results = [new KmsError('InvalidCiphertextException', ''), { keyId: 'arn', keyMaterialId: 'm', plaintext, encryptionAlgorithm: 'SYMMETRIC_DEFAULT' as const }];
    expect(DecryptBatch.encode(results)).toEqual({
      results: [{ error: { code: 'InvalidCiphertextException', message: '' } }, { plaintext: { keyId: 'arn', plaintext: Buffer.from(plaintext.reveal()) } }],
    });
  });
});
