import { documentedRequests, documentedSecrets } from '../test/documentation-vectors.js';
import { signedBody } from './signed-body.js';
import { Verifier } from './verifier.js';

const verifier = new Verifier({
  region: 'us-east-1',
  service: 's3',
  secretOf: (id) => documentedSecrets.get(id),
  now: () => new Date('2013-05-24T00:00:00Z'),
});

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

async function* inSteps(bytes: Buffer, step: number): AsyncGenerator<Buffer> {
  for (let offset = 0; offset < bytes.length; offset += step) yield bytes.subarray(offset, offset + step);
}

async function collect(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces);
}

describe("the examples of Amazon S3's documentation", () => {
  it.each(documentedRequests)('$why', async ({ request, body, plain, trailers }) => {
    const verified = verifier.verify(request);
    expect(verified.accessKeyId).toBe('AKIAIOSFODNN7EXAMPLE');
    expect(verified.signedAt).toEqual(new Date('2013-05-24T00:00:00Z'));
    expect(verified.scope).toBe('20130524/us-east-1/s3/aws4_request');
    for (const source of [once(body), inSteps(body, 1), inSteps(body, 1000)]) {
      const signed = signedBody(verified, source);
      expect((await collect(signed.body)).equals(plain)).toBe(true);
      expect([...signed.trailers()]).toEqual(trailers);
    }
  });
});
