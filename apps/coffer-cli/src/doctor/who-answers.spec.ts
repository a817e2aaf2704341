import type { HttpAnswer } from './http-answer.js';
import { identify } from './who-answers.js';

const answer = (headers: HttpAnswer['headers'], text = '', status = 403): HttpAnswer => ({ status, headers, text, at: new Date() });
const S3 = { 'x-amz-request-id': '1' };
const KMS = { 'x-amzn-requestid': '1' };

describe('who answers', () => {
  it.each([
    ['s3', { ...S3, server: 'Coffer' }, "Coffer's S3 answers"], ['kms', { ...KMS, server: 'Coffer' }, "Coffer's KMS answers"],
    ['s3', { ...S3, server: 'nginx/1.27' }, 'an S3 service answers, behind something that calls itself "nginx/1.27"'], ['kms', KMS, 'an AWS service answers, behind something that calls itself nobody that names itself'],
  ] as const)('%s with %j', (kind, headers, told) => {
    expect(identify(kind, answer(headers), 'X')).toBe(told);
  });

  it.each([
    ['s3', answer({ ...KMS, server: 'Coffer' }), "Coffer's KMS answers, and not Coffer's S3"], ['kms', answer({ ...S3, server: 'Coffer' }), "Coffer's S3 answers, and not Coffer's KMS"],
    ['s3', answer({ ...S3, server: 'MinIO' }), 'something else answers: status 403, by "MinIO"'], ['kms', answer({}, '<html>', 200), 'something else answers: status 200, by nobody that names itself'],
    ['s3', answer({}, '{"status":"not found"}\n', 404), "an admin door answers, and not Coffer's S3"],
    ['s3', answer({ server: 'nginx' }, 'The plain HTTP request was sent to HTTPS port', 400), 'the port speaks TLS, and the endpoint says http'],
  ] as const)('%s refuses %j: %s', (kind, given, message) => {
    expect(() => identify(kind, given, 'THE_SETTING')).toThrow(message);
    expect(() => identify(kind, given, 'THE_SETTING')).toThrow(expect.objectContaining({ remedy: expect.stringContaining('THE_SETTING') as string }));
  });
});
