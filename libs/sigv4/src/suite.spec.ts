import { createHash } from 'node:crypto';

import { refusal } from '../test/refusal.js';
import { suiteAccessKeyId, suiteSecret, suiteVectors, type SuiteVector } from '../test/suite-vectors.js';

import type { SignedRequest } from './signed-request.js';
import { Verifier } from './verifier.js';

const verifier = new Verifier({
  region: 'us-east-1',
  service: 'service',
  secretOf: (id) => (id === suiteAccessKeyId ? suiteSecret : undefined),
  now: () => new Date('2015-08-30T12:36:00Z'),
});

function requestOf(vector: SuiteVector, signature: string): SignedRequest {
  const [rawPath = '', rawQuery = ''] = vector.target.split('?');
  const authorization = `AWS4-HMAC-SHA256 Credential=${suiteAccessKeyId}/20150830/us-east-1/service/aws4_request, SignedHeaders=${vector.signedHeaders}, Signature=${signature}`;
  const rawHeaders = ['Host', 'example.amazonaws.com', ...vector.headers, 'X-Amz-Date', '20150830T123600Z', 'Authorization', authorization];
  return { method: vector.method, rawPath, rawQuery, rawHeaders, bodySha256: createHash('sha256').update(vector.body).digest('hex') };
}

describe("AWS's test suite", () => {
  it.each(suiteVectors)('$name: $why', (vector) => {
    expect(verifier.verify(requestOf(vector, vector.signature)).accessKeyId).toBe(suiteAccessKeyId);
  });

  it.each(suiteVectors)('$name: and no other signature', (vector) => {
    const other = vector.signature.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'));
    expect(refusal(requestOf(vector, other), verifier).code).toBe('SignatureDoesNotMatch');
  });

  it('refuses a session token, sound or not: post-sts-header-before', () => {
    const [vanilla] = suiteVectors;
    if (vanilla === undefined) throw new Error('the suite is empty');
    const vector = { ...vanilla, method: 'POST', headers: ['X-Amz-Security-Token', 'AQoDYXdzEPT'], signedHeaders: 'host;x-amz-date;x-amz-security-token' };
    expect(refusal(requestOf(vector, '0'.repeat(64)), verifier).code).toBe('InvalidToken');
  });
});
