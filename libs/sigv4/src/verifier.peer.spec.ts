import fc from 'fast-check';

import { accessKeyId, presign, region, secret, signedAt, signHeaders, type Unsigned } from '../test/peer.js';
import { refusal } from '../test/refusal.js';

import { Verifier } from './verifier.js';

/** The AWS SDK's signer signs at random; what it signs must be believed, and only that. */

const now = (): Date => signedAt;
const secretOf = (id: string): string | undefined => (id === accessKeyId ? secret : undefined);
const verifiers = { s3: new Verifier({ region, service: 's3', secretOf, now }), kms: new Verifier({ region, service: 'kms', secretOf, now }) };

const text = fc.string({ unit: 'binary', maxLength: 12 }).filter((value) => value.isWellFormed());
const headerName = fc.stringMatching(/^(x-amz-meta-|x-other-)[a-z0-9-]{1,12}$/);
const headerValue = fc.oneof(fc.stringMatching(/^[ -~]{0,20}$/), fc.constantFrom('', '  two  blanks  ', 'é', 'naïve à', 'a,b', '日本'));
const segment = text.filter((value) => value !== '' && value !== '.' && value !== '..').map((value) => encodeURIComponent(value).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`));

const unsigned: fc.Arbitrary<Unsigned> = fc.record({
  method: fc.constantFrom('GET', 'PUT', 'POST', 'DELETE', 'HEAD'),
  path: fc.array(segment, { maxLength: 4 }).map((segments) => `/${segments.join('/')}`),
  query: fc.array(fc.tuple(text.filter((name) => name !== '' && name !== '__proto__'), text), { maxLength: 5 }).map((pairs) => new Map(pairs)),
  headers: fc.array(fc.tuple(headerName, headerValue), { maxLength: 5 }).map((pairs) => new Map(pairs)),
  body: fc.string(),
});

describe.each(['s3', 'kms'] as const)("requests that the AWS SDK's signer signed for %s", (service) => {
  const verifier = verifiers[service];

  it('are believed, in the header form', async () => {
    await fc.assert(
      fc.asyncProperty(unsigned, async (request) => {
        const verified = verifier.verify(await signHeaders(request, { service }));
        expect(verified).toMatchObject({ accessKeyId, signedAt, form: 'header' });
      }),
      { numRuns: 300 },
    );
  });

  it('are believed, in the query form', async () => {
    await fc.assert(
      fc.asyncProperty(unsigned, async (request) => {
        const headers = service === 's3' ? new Map([...request.headers, ['x-amz-content-sha256', 'UNSIGNED-PAYLOAD']]) : request.headers;
        const verified = verifier.verify(await presign({ ...request, headers }, { service }));
        expect(verified).toMatchObject({ accessKeyId, signedAt, form: 'query' });
      }),
      { numRuns: 300 },
    );
  });

  it('are refused under another secret', async () => {
    await fc.assert(
      fc.asyncProperty(unsigned, async (request) => {
        const signed = await signHeaders(request, { service, secret: `${secret}.` });
        expect(refusal(signed, verifier).code).toBe('SignatureDoesNotMatch');
      }),
      { numRuns: 50 },
    );
  });

  it('are refused if the path, the query or a header was changed by one character', async () => {
    const changed = fc.record({ what: fc.constantFrom('path', 'query', 'header', 'method'), request: unsigned });
    await fc.assert(
      fc.asyncProperty(changed, async ({ what, request }) => {
        const signed = await signHeaders({ ...request, headers: new Map([...request.headers, ['x-amz-meta-changed', 'before']]) }, { service });
        const rawHeaders = signed.rawHeaders.map((value) => (what === 'header' && value === 'before' ? 'befors' : value));
        const tampered = {
          ...signed,
          method: what === 'method' ? `${signed.method}X` : signed.method,
          rawPath: what === 'path' ? `${signed.rawPath}x` : signed.rawPath,
          rawQuery: what === 'query' ? `${signed.rawQuery}&x` : signed.rawQuery,
          rawHeaders,
        };
        expect(refusal(tampered, verifier).code).toBe('SignatureDoesNotMatch');
      }),
      { numRuns: 200 },
    );
  });
});
