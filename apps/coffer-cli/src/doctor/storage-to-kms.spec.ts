import { storageToKms } from './storage-to-kms.js';
import { tellReadiness } from './readiness.js';

const report = (state: string, reason?: string) => ({ checks: new Map([['index', 'ok'], ['kms', state]]), reasons: new Map(reason === undefined ? [] : [['kms', reason]]) });

describe("storage-service's word on the KMS", () => {
  it('is passed on', () => {
    expect(storageToKms(report('ok')).detail).toBe('storage-service reaches the KMS');
    expect(() => storageToKms(report('degraded', 'COFFER_KMS_GRPC_TARGET: it does not answer'))).toThrow('storage-service does not reach the KMS: COFFER_KMS_GRPC_TARGET: it does not answer');
  });

  it('is skipped where it is not known', () => {
    expect(() => storageToKms(undefined)).toThrow('no --s3-admin');
    expect(() => storageToKms({ checks: new Map(), reasons: new Map() })).toThrow('no check of the KMS');
  });
});

it('readiness is one line, with reasons', () => {
  expect(tellReadiness(report('degraded', 'why'))).toBe('index ok, kms degraded (why)');
});
