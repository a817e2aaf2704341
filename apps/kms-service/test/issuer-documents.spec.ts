import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { OidcProvider } from '@coffer/iam';
import { developmentCertificates } from '@coffer/service';
import { afterTests, tempDir } from '@coffer/testing';
import { fetchJson, ISSUER_DOCUMENT_SIZE_MAX } from '../src/sts/oidc/fetch-json.js';
import { ISSUER_KEYS_MAX, loadIssuerKeys } from '../src/sts/oidc/load-issuer-keys.js';

const key = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' };
let server: Server;
let url: string;
let caFile: string;
let answer: (path: string, response: ServerResponse) => void;

beforeAll(async () => {
  const { 'kms-service': tls } = developmentCertificates(join(tempDir(), 'tls'));
  caFile = tls.caFile;
  server = createServer({ cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile) }, (request, response) => { answer(request.url ?? '', response); });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  url = `https://localhost:${String((server.address() as AddressInfo).port)}`;
  afterTests(() => {
    server.close();
    server.closeAllConnections();
  });
});

const json = (documents: Readonly<Record<string, unknown>>) => (path: string, response: ServerResponse): void => {
  response.writeHead(Object.hasOwn(documents, path) ? 200 : 404).end(JSON.stringify(documents[path] ?? {}));
};
const provider = (keys: OidcProvider['keys'] = { from: 'discovery' }, more: Partial<OidcProvider> = {}): OidcProvider => ({
  arn: 'arn', accountId: '000000000000', url, issuer: url.slice(8), audiences: ['a'], keys, caFile, ...more,
});

describe('the keys of an issuer', () => {
  it('come by discovery, from a URL, or from a file', async () => {
    answer = json({ '/.well-known/openid-configuration': { issuer: url, jwks_uri: `${url}/keys`, other: 1 }, '/keys': { keys: [key] } });
    expect(await loadIssuerKeys(provider())).toEqual({ keys: [key] });
    expect(await loadIssuerKeys(provider({ from: 'url', url: `${url}/keys` }))).toEqual({ keys: [key] });
    const file = join(tempDir(), 'jwks.json');
    writeFileSync(file, JSON.stringify({ keys: [key, key] }));
    expect((await loadIssuerKeys(provider({ from: 'file', file }))).keys).toHaveLength(2);
  });

  it.each<[string, object]>([
    ['of another issuer', { issuer: 'https://other.example', jwks_uri: 'https://other.example/keys' }],
    ['that names keys over plain HTTP', { issuer: '', jwks_uri: 'http://localhost/keys' }],
    ['that names none', { issuer: '' }],
  ])('are not taken from a discovery document %s', async (_, document) => {
    answer = json({ '/.well-known/openid-configuration': { ...document, ...('jwks_uri' in document && document.jwks_uri === 'https://other.example/keys' ? {} : { issuer: url }) } });
    await expect(loadIssuerKeys(provider())).rejects.toThrow();
  });

  it('are so many and no more', async () => {
    answer = json({ '/some': { keys: Array(ISSUER_KEYS_MAX).fill(key) }, '/many': { keys: Array(ISSUER_KEYS_MAX + 1).fill(key) } });
    expect((await loadIssuerKeys(provider({ from: 'url', url: `${url}/some` }))).keys).toHaveLength(ISSUER_KEYS_MAX);
    await expect(loadIssuerKeys(provider({ from: 'url', url: `${url}/many` }))).rejects.toThrow();
  });

  it('come from a server whose authority is known, and from no other', async () => {
    answer = json({ '/keys': { keys: [key] } });
    const { caFile: _, ...unknown } = provider({ from: 'url', url: `${url}/keys` });
    await expect(loadIssuerKeys(unknown)).rejects.toMatchObject({ code: expect.stringMatching(/SELF_SIGNED|UNABLE_TO/) as string });
  });
});

describe('fetchJson', () => {
  const fetched = (path: string, timeoutMs?: number): Promise<unknown> => fetchJson(`${url}${path}`, readFileSync(caFile, 'utf8'), timeoutMs);

  it('follows no redirect', async () => {
    answer = (_, response) => response.writeHead(302, { location: `${url}/keys` }).end();
    await expect(fetched('/x')).rejects.toThrow(/answered 302/);
  });

  it('reads as much as its limit and not a byte more', async () => {
    answer = (path, response) => response.end(JSON.stringify('x'.repeat(ISSUER_DOCUMENT_SIZE_MAX - 2 + Number(path.slice(1)))));
    expect(await fetched('/0')).toHaveLength(ISSUER_DOCUMENT_SIZE_MAX - 2);
    await expect(fetched('/1')).rejects.toThrow(/larger than 262144 bytes/);
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['does not answer', () => undefined],
    ['falls silent in its answer', (response) => { response.writeHead(200).write('{'); }],
  ])('gives up on a server that %s', async (_, behave) => {
    answer = (_path, response) => { behave(response); };
    await expect(fetched('/', 200)).rejects.toThrow();
  });
});
