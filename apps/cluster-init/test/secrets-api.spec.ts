import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { issueCertificates, StartError } from '@coffer/service';
import { afterTests, tempDir } from '@coffer/testing';
import { ANSWER_SIZE_MAX } from '../src/kubernetes/api-request.js';
import { inCluster, type ClusterAccess } from '../src/kubernetes/in-cluster.js';
import { SecretsApi } from '../src/kubernetes/secrets-api.js';
import { ClusterError } from '../src/kubernetes/secrets.js';

interface Asked {
  readonly line: string;
  readonly authorization: string | undefined;
  readonly body: unknown;
}

const { ca, issued } = issueCertificates(['kubernetes']);
const secret = { name: 'one', type: 'Opaque', data: new Map([['a', 'ä'], ['b', 'x']]), immutable: true } as const;
const LABELS = { 'app.kubernetes.io/part-of': 'coffer', 'app.kubernetes.io/managed-by': 'cluster-init' };
const kept = { metadata: { name: 'one', resourceVersion: '7', labels: { ...LABELS, other: 'x' } }, type: 'Opaque', data: { a: 'w6Q=', b: 'eA==' }, immutable: true };

/** Answers each request by what is given, and remembers what was asked. */
async function apiServer(status: number, answer: object | string): Promise<{ readonly access: ClusterAccess; readonly asked: readonly Asked[]; readonly server: Server }> {
  const asked: Asked[] = [];
  const server = createServer(issued.get('kubernetes') ?? {}, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      const text = Buffer.concat(chunks).toString();
      asked.push({ line: `${request.method ?? ''} ${request.url ?? ''}`, authorization: request.headers.authorization, body: text === '' ? undefined : JSON.parse(text) });
      response.writeHead(status).end(typeof answer === 'string' ? answer : JSON.stringify(answer));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  afterTests(() => { server.close(); });
  return { access: { url: new URL(`https://127.0.0.1:${String((server.address() as AddressInfo).port)}`), ca, token: 'the-token', namespace: 'coffer' }, asked, server };
}

describe('SecretsApi', () => {
  it('reads a Secret, as whom the token says', async () => {
    const { access, asked } = await apiServer(200, kept);
    expect(await new SecretsApi(access).get('one')).toEqual({ ...secret, ours: true, revision: '7' });
    expect(asked).toEqual([{ line: 'GET /api/v1/namespaces/coffer/secrets/one', authorization: 'Bearer the-token', body: undefined }]);
  });

  it("knows its own by both labels, and takes no other's for its own", async () => {
    for (const label of Object.keys(LABELS)) {
      const { access } = await apiServer(200, { ...kept, metadata: { ...kept.metadata, labels: { ...LABELS, [label]: 'else' } } });
      expect((await new SecretsApi(access).get('one'))?.ours).toBe(false);
    }
  });

  it('makes one and replaces one over the revision that was read', async () => {
    const { access, asked } = await apiServer(201, kept);
    const secrets = new SecretsApi(access);
    expect(await secrets.create(secret)).toBe(true);
    expect(await secrets.replace({ ...secret, ours: true, revision: '7' }, { ...secret, immutable: false })).toBe(true);
    const body = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'one', labels: LABELS }, type: 'Opaque', data: { a: 'w6Q=', b: 'eA==' } };
    expect(asked.map(({ line, body: sent }) => [line, sent])).toEqual([
      ['POST /api/v1/namespaces/coffer/secrets', { ...body, immutable: true }],
      ['PUT /api/v1/namespaces/coffer/secrets/one', { ...body, metadata: { ...body.metadata, resourceVersion: '7' } }],
    ]);
  });

  it('tells of what is not there, and of a conflict', async () => {
    expect(await new SecretsApi((await apiServer(404, {})).access).get('one')).toBeUndefined();
    const { access } = await apiServer(409, { reason: 'AlreadyExists' });
    expect(await new SecretsApi(access).create(secret)).toBe(false);
    expect(await new SecretsApi(access).replace({ ...secret, ours: true, revision: '7' }, secret)).toBe(false);
  });

  it.each([
    [403, { message: 'secrets is forbidden' }, 'create Secret one: status 403 secrets is forbidden; the Role of this service account has to let it create secrets'],
    [500, { message: 'etcd is away' }, 'create Secret one: status 500 etcd is away'],
  ])('says what is wrong for status %i', async (status, answer, message) => {
    await expect(new SecretsApi((await apiServer(status, answer)).access).create(secret)).rejects.toThrow(new ClusterError(message));
  });

  it('refuses a Secret of another kind, an answer that is no JSON, and one that is too large', async () => {
    await expect(new SecretsApi((await apiServer(200, { ...kept, type: 'bootstrap.kubernetes.io/token' })).access).get('one')).rejects.toThrow('the Secret one is none of ours: type: ');
    await expect(new SecretsApi((await apiServer(200, 'hello')).access).get('one')).rejects.toThrow(ClusterError);
    await expect(new SecretsApi((await apiServer(200, 'x'.repeat(ANSWER_SIZE_MAX + 1))).access).get('one')).rejects.toThrow(`the answer is larger than ${String(ANSWER_SIZE_MAX)} bytes`);
  });

  it('speaks only to the API server that the authority has signed, and says who does not answer', async () => {
    const { access, asked } = await apiServer(200, kept);
    await expect(new SecretsApi({ ...access, ca: issueCertificates([]).ca }).get('one')).rejects.toThrow(/^the API server at 127\.0\.0\.1:\d+ does not answer \(.*\): a NetworkPolicy/);
    expect(asked).toEqual([]);
    await expect(new SecretsApi({ ...access, url: new URL('https://127.0.0.1:1') }).get('one')).rejects.toThrow('the API server at 127.0.0.1:1 does not answer (ECONNREFUSED)');
  });
});

describe('inCluster', () => {
  const account = (): string => {
    const directory = join(tempDir(), 'serviceaccount');
    mkdirSync(directory);
    for (const [name, text] of [['ca.crt', ca], ['token', 'abc\n'], ['namespace', 'coffer']] as const) writeFileSync(join(directory, name), text);
    return directory;
  };

  it('finds the API server and the account of the pod', () => {
    const { url, token, namespace } = inCluster({ KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBERNETES_SERVICE_PORT: '6443' }, account());
    expect([url.href, token, namespace]).toEqual(['https://10.0.0.1:6443/', 'abc', 'coffer']);
    expect(inCluster({ KUBERNETES_SERVICE_HOST: 'fd00::1' }, account()).url.href).toBe('https://[fd00::1]/');
  });

  it('says what is missing', () => {
    expect(() => inCluster({}, account())).toThrow(new StartError('KUBERNETES_SERVICE_HOST: is not given; this program runs in a pod of a cluster'));
    expect(() => inCluster({ KUBERNETES_SERVICE_HOST: '10.0.0.1' }, '/nowhere')).toThrow(/^automountServiceAccountToken: \/nowhere\/ca\.crt cannot be read \(ENOENT\)/);
  });
});
