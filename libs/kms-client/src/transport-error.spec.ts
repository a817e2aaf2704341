import { Metadata, status } from '@grpc/grpc-js';
import { answeredError, callFailure, isLate } from './transport-error.js';

function serviceError(code: number, name?: string, details = ''): Error {
  const metadata = new Metadata();
  if (name !== undefined) metadata.set('coffer-error-code', name);
  return Object.assign(new Error(details), { code, details, metadata });
}

describe('answeredError', () => {
  it.each([
    ['a name of AWS goes through', 'NotFoundException', 'NotFoundException', undefined],
    ['an empty message too', 'InvalidCiphertextException', 'InvalidCiphertextException', undefined],
    ['a key that cannot be had now is a pause', 'KeyUnavailableException', 'Unavailable', 1],
    ['a late dependency is a pause', 'DependencyTimeoutException', 'Unavailable', 1],
    ['a name that nobody knows is the service\'s fault', 'FutureException', 'KMSInternalException', undefined],
    ['a name of every object is no code', 'constructor', 'KMSInternalException', undefined],
    ['nor is a key of prototypes', '__proto__', 'KMSInternalException', undefined],
  ])('%s', (_, name, code, retryAfterSeconds) => {
    expect(answeredError(name, 'message')).toMatchObject({ code, retryAfterSeconds });
  });
});

describe('callFailure', () => {
  it.each([
    ['the service refused', serviceError(status.NOT_FOUND, 'NotFoundException', 'no key'), { code: 'NotFoundException', message: 'no key' }, false, false],
    ['the connection was lost', serviceError(status.UNAVAILABLE), { code: 'Unavailable', retryAfterSeconds: 1 }, true, true],
    ['nothing came in time', serviceError(status.DEADLINE_EXCEEDED), { code: 'Unavailable', retryAfterSeconds: 1 }, true, false],
    ['the answer was no message', serviceError(status.INTERNAL), { code: 'Unavailable' }, true, false],
    ['a proxy spoke for the service', serviceError(status.UNIMPLEMENTED), { code: 'Unavailable' }, true, false],
    ['something of ours threw', new TypeError('x'), { code: 'KMSInternalException' }, false, false],
  ])('%s', (_, thrown, error, transport, retryable) => {
    expect(callFailure(thrown)).toMatchObject({ error, transport, retryable });
  });
});

it('tells late from lost', () => {
  expect(isLate(serviceError(status.DEADLINE_EXCEEDED))).toBe(true);
  expect(isLate(serviceError(status.UNAVAILABLE))).toBe(false);
  expect(isLate(new Error('DEADLINE_EXCEEDED'))).toBe(false);
});
