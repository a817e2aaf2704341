import { createHash, createHmac } from 'node:crypto';
import { signOverview } from './sign-overview.js';

/** As the SDK's own, over Node. */
class Sha256 {
  readonly #hash;
  constructor(key?: string | Uint8Array) { this.#hash = key === undefined ? createHash('sha256') : createHmac('sha256', key); }
  update(bytes: Uint8Array): void { this.#hash.update(bytes); }
  digest(): Promise<Uint8Array> { return Promise.resolve(this.#hash.digest()); }
}

describe('the signature of the overview', () => {
  const sign = (more: object = {}) => signOverview(
    Sha256 as never,
    { accessKeyId: 'AKIAMADEUP0000000001', secretAccessKey: 'made-up-secret', ...more },
    { region: 'us-east-1', host: 'localhost:9001', path: '/overview.json', now: new Date('2026-01-02T03:04:05Z') },
  );

  // Taken from a run in which the services' own verifier took it.
  it('is Signature Version 4 over the host, the date and an empty body', async () => {
    expect(await sign()).toEqual({
      'x-amz-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'x-amz-date': '20260102T030405Z',
      authorization: 'AWS4-HMAC-SHA256 Credential=AKIAMADEUP0000000001/20260102/us-east-1/s3/aws4_request,SignedHeaders=host;x-amz-content-sha256;x-amz-date,Signature=d187776b39ed8ecf3a3995844342f15e95a6d8ab34858725ae0f23af2d08cb87',
    });
  });

  it('covers the token of a session', async () => {
    const { authorization, 'x-amz-security-token': token } = await sign({ sessionToken: 'token' });
    expect(token).toBe('token');
    expect(authorization).toContain('SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,Signature=3f03981482722eb5007b61e94e1cd636b5d1604e25440e73bcc503653a3bd2ca');
  });
});
