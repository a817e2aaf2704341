import { status } from '@grpc/grpc-js';
import { faultOf, KmsError, type KmsErrorCode } from '../errors/kms-error.js';
import { ERROR_CODE_KEY, statusFor } from './status.js';

const codes = Object.keys(faultOf) as KmsErrorCode[];

describe('statusFor', () => {
  it.each(codes)('carries %s by name, under a status that is a failure', (code) => {
    const { code: number, details, metadata } = statusFor(new KmsError(code, 'words'));
    expect(number).toBeGreaterThan(status.OK);
    expect(details).toBe('words');
    expect(metadata.get(ERROR_CODE_KEY)).toEqual([code]);
  });

  it.each([
    ['NotFoundException', status.NOT_FOUND],
    ['AccessDeniedException', status.PERMISSION_DENIED],
    ['InvalidCiphertextException', status.INVALID_ARGUMENT],
    ['DisabledException', status.FAILED_PRECONDITION],
    ['KMSInternalException', status.INTERNAL],
  ] as const)('puts %s under its kind', (code, expected) => {
    expect(statusFor(new KmsError(code, '')).code).toBe(expected);
  });

  it('never carries a cause', () => {
    const told = statusFor(new KmsError('KMSInternalException', 'words', { cause: new Error('the secret cause') }));
    expect(JSON.stringify(told)).not.toContain('secret cause');
  });

  it('cuts a message to what a header holds, and keeps it well-formed', () => {
    const { details } = statusFor(new KmsError('ValidationException', `${'x'.repeat(1_023)}\u{1f600}${'x'.repeat(10_000)}`));
    expect(details).toHaveLength(1_024);
    expect(details.isWellFormed()).toBe(true);
  });
});
