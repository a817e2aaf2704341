import { SigV4Error } from '@coffer/sigv4';

import { StorageError, type StorageErrorCode } from '../errors/storage-error.js';

import { asStorageError, errorAnswer } from './error-answer.js';
import { statusOf } from './status.js';

const request = { method: 'GET', rawPath: '/notes/a%26b', id: '0123456789ABCDEF' };
const answer = (error: StorageError, method = 'GET') => errorAnswer(error, { ...request, method }, 'host');
const text = (error: StorageError) => (answer(error).body as Buffer).toString();

describe('statusOf', () => {
  it.each([
    ['NoSuchKey', 404], ['NoSuchBucket', 404], ['NoSuchUpload', 404], ['AccessDenied', 403], ['SignatureDoesNotMatch', 403], ['InvalidRange', 416],
    ['NotModified', 304], ['PreconditionFailed', 412], ['BucketNotEmpty', 409], ['MissingContentLength', 411], ['NotImplemented', 501],
    ['InternalError', 500], ['ServiceUnavailable', 503], ['MethodNotAllowed', 405], ['KMS.NotFoundException', 400], ['KMS.DisabledException', 400],
  ] as [StorageErrorCode, number][])('%s is %i', (code, status) => {
    expect(statusOf[code]).toBe(status);
  });

  it('is an error for every code', () => {
    for (const status of Object.values(statusOf)) expect(status).toBeGreaterThanOrEqual(304);
  });
});

describe('errorAnswer', () => {
  it('is the error document of S3', () => {
    const error = new StorageError('NoSuchKey', 'The specified key does not exist.', { details: { Key: 'a&b' } });
    expect(answer(error).status).toBe(404);
    expect(text(error)).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><Key>a&amp;b</Key>' +
        '<Resource>/notes/a%26b</Resource><RequestId>0123456789ABCDEF</RequestId><HostId>host</HostId></Error>',
    );
  });

  it('leaves out a detail whose name is none of XML, and takes the resource that the error names', () => {
    expect(text(new StorageError('InvalidArgument', 'm', { details: { 'a b': 'x', '<': 'y', Resource: '/other' } }))).toContain('<Message>m</Message><Resource>/other</Resource>');
  });

  it('is bare for HEAD and for what has not changed', () => {
    expect(answer(new StorageError('NoSuchKey', 'm'), 'HEAD')).toMatchObject({ status: 404 });
    expect(answer(new StorageError('NoSuchKey', 'm'), 'HEAD').body).toBeUndefined();
    expect(answer(new StorageError('NotModified', 'm')).body).toBeUndefined();
  });

  it('tells when to come back', () => {
    expect(answer(new StorageError('ServiceUnavailable', 'm', { retryAfterSeconds: 7 })).headers).toEqual(expect.arrayContaining(['Retry-After', '7']));
    expect(answer(new StorageError('SlowDown', 'm')).headers).toEqual(expect.arrayContaining(['Retry-After', '1']));
    expect(answer(new StorageError('NoSuchKey', 'm')).headers).not.toContain('Retry-After');
  });

  it('tells the size of an object whose range was missed', () => {
    expect(answer(new StorageError('InvalidRange', 'm', { details: { ActualObjectSize: '5' } })).headers).toEqual(expect.arrayContaining(['Content-Range', 'bytes */5']));
  });
});

describe('asStorageError', () => {
  it('passes on what is one', () => {
    const error = new StorageError('NoSuchKey', 'm');
    expect(asStorageError(error)).toBe(error);
  });

  it('gives what a signature lacks its name in S3', () => {
    expect(asStorageError(new SigV4Error('SignatureDoesNotMatch', 'no', { StringToSign: 's' }))).toMatchObject({ code: 'SignatureDoesNotMatch', message: 'no', details: { StringToSign: 's' } });
    expect(asStorageError(new SigV4Error('MissingAuthentication', 'unsigned'))).toMatchObject({ code: 'AccessDenied', message: 'Access Denied' });
  });

  it('tells nothing of what nobody foresaw', () => {
    const error = asStorageError(new TypeError('secret detail'));
    expect(error).toMatchObject({ code: 'InternalError', message: 'We encountered an internal error. Please try again.' });
    expect(text(error)).not.toContain('secret detail');
  });
});
