import { problemOf } from './problem.js';

const fault = (name: string, httpStatusCode?: number, more: object = {}): Error =>
  Object.assign(new Error(`about ${name}`), { name, $metadata: { httpStatusCode, requestId: 'R1' }, ...more });

describe('a problem', () => {
  it('tells what failed, its code, status and request', () => {
    expect(problemOf(fault('NoSuchBucket', 404))).toEqual({
      message: 'about NoSuchBucket', code: 'NoSuchBucket', status: 404, requestId: 'R1', advice: expect.stringContaining('list of buckets') as string,
    });
  });

  it.each([
    ['AccessDenied', 403, 'policy'], ['SignatureDoesNotMatch', 403, 'secret'], ['InvalidAccessKeyId', 403, 'access key id'], ['ExpiredToken', 400, 'Sign in'],
    ['RequestTimeTooSkewed', 403, 'clock'], ['BucketNotEmpty', 409, 'objects'], ['KMS.DisabledException', 400, 'Enable'], ['NotImplemented', 501, 'does not have it'],
    ['ServiceUnavailable', 503, 'in a moment'],
  ])('says what to do about %s', (name, status, advice) => {
    expect(problemOf(fault(name, status)).advice).toContain(advice);
  });

  it('knows the refusal of a HEAD by its status', () => {
    expect(problemOf(fault('UnknownError', 403)).code).toBe('AccessDenied');
    expect(problemOf(fault('NotFound', 404)).code).toBe('NoSuchKey');
  });

  it('finds the request in the headers when the SDK does not', () => {
    const thrown = Object.assign(new Error('x'), { name: 'InternalError', $metadata: { httpStatusCode: 500 }, $response: { headers: { 'x-amz-request-id': 'R2' } } });
    expect(problemOf(thrown)).toMatchObject({ requestId: 'R2', advice: expect.stringContaining('request id') as string });
  });

  it('says in words that no answer came', () => {
    expect(problemOf(new TypeError('Failed to fetch'))).toEqual({ message: 'The request did not reach the server.', code: 'TypeError', advice: expect.stringContaining('CORS') as string });
  });

  it.each([undefined, null, 'text', 1, {}, { name: 1, message: 2, $metadata: 3 }])('is told of anything that was thrown: %p', (thrown) => {
    expect(problemOf(thrown)).toEqual({ message: 'It failed, and nothing says why.', code: 'Error', advice: 'Try again.' });
  });
});
