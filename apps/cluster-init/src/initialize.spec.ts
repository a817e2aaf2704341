import { X509Certificate } from 'node:crypto';
import { createLog } from '@coffer/service';
import { initialize } from './initialize.js';
import type { KeptSecret, KubernetesSecret, Secrets } from './kubernetes/secrets.js';
import type { InitOptions } from './options.js';

const NAMESPACE = 'coffer';
const DAY_MS = 86_400_000;
const MADE = ['coffer-root-key', 'coffer-root-credentials', 'coffer-grpc-authority', 'kms-service-grpc', 'storage-service-grpc', 'coffer-https-authority', 'kms-service-https', 'storage-service-https'];
const ALL: InitOptions = { leavesRootKey: false, leavesCertificates: false, s3Names: [], kmsNames: [] };
const start = new Date('2030-01-01T00:00:00Z');
const after = (days: number): Date => new Date(start.getTime() + days * DAY_MS);

/** A namespace in memory, by the rules of the API: names are unique, and a change counts only over the revision that was read. */
class Namespace implements Secrets {
  readonly kept = new Map<string, KeptSecret>();
  #revision = 0;

  get(name: string): Promise<KeptSecret | undefined> {
    return Promise.resolve(this.kept.get(name));
  }

  create(secret: KubernetesSecret): Promise<boolean> {
    return Promise.resolve(!this.kept.has(secret.name) && this.#put(secret));
  }

  replace({ revision }: KeptSecret, secret: KubernetesSecret): Promise<boolean> {
    return Promise.resolve(this.kept.get(secret.name)?.revision === revision && this.#put(secret));
  }

  text(name: string, file: string): string {
    return this.kept.get(name)?.data.get(file) ?? '';
  }

  certificate(name: string): X509Certificate {
    return new X509Certificate(this.text(name, 'tls.crt'));
  }

  #put(secret: KubernetesSecret): true {
    this.kept.set(secret.name, { ...secret, ours: true, revision: String((this.#revision += 1)) });
    return true;
  }
}

async function run(namespace: Namespace, options: Partial<InitOptions> = {}, now = start): Promise<readonly { readonly level: string; readonly msg: string; readonly part?: string; readonly fault?: string }[]> {
  let text = '';
  await initialize(namespace, NAMESPACE, { ...ALL, ...options }, createLog({ service: 'cluster-init', level: 'info', destination: { write: (line) => void (text += line) } }), now);
  return text.trim().split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as { level: string; msg: string });
}

describe('initialize', () => {
  it('makes everything in an empty namespace, the root key first, and says nothing of what is in it', async () => {
    const namespace = new Namespace();
    const lines = await run(namespace);
    expect(lines.map(({ msg, part }) => [msg, part])).toEqual(MADE.map((name) => ['made', name]));
    expect(namespace.text('coffer-root-key', 'root-key')).toMatch(/^coffer-root-key-1:[A-Za-z0-9+/]{43}=\n$/);
    expect(namespace.kept.get('coffer-root-key')?.immutable).toBe(true);
    expect(namespace.text('coffer-root-credentials', 'access-key-id')).toMatch(/^AKIA[A-Z2-7]{16}$/);
    expect(namespace.text('coffer-root-credentials', 'secret-access-key')).toHaveLength(40);
    for (const { data } of namespace.kept.values()) for (const value of data.values()) expect(JSON.stringify(lines)).not.toContain(value.trim().slice(-30));
  });

  it('makes certificates for every name of a Service, for their use, under an authority for each', async () => {
    const namespace = new Namespace();
    await run(namespace, { s3Names: ['s3.example.com', '*.s3.example.com'], kmsNames: ['kms.example.com'] });
    const [grpc, s3, kms] = ['storage-service-grpc', 'storage-service-https', 'kms-service-https'].map((name) => namespace.certificate(name));
    expect(grpc?.subjectAltName).toBe('DNS:localhost, DNS:storage-service, DNS:storage-service.coffer, DNS:storage-service.coffer.svc, DNS:storage-service.coffer.svc.cluster.local, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1');
    expect([grpc?.subject, grpc?.keyUsage.length, s3?.keyUsage.length]).toEqual(['CN=storage-service', 2, 1]);
    expect([s3?.checkHost('notes.s3.example.com'), s3?.checkHost('s3.example.com'), kms?.checkHost('kms.example.com')]).toEqual(['*.s3.example.com', 's3.example.com', 'kms.example.com']);
    expect(grpc?.verify(namespace.certificate('coffer-grpc-authority').publicKey)).toBe(true);
    expect(grpc?.verify(namespace.certificate('coffer-https-authority').publicKey)).toBe(false);
    expect(namespace.text('storage-service-grpc', 'ca.crt')).toBe(namespace.text('coffer-grpc-authority', 'tls.crt'));
    expect(s3?.validToDate).toEqual(after(90));
  });

  it('changes nothing that is there, and makes what is missing', async () => {
    const namespace = new Namespace();
    await run(namespace);
    const before = new Map(namespace.kept);
    expect(await run(namespace, {}, after(59))).toEqual([]);
    expect(namespace.kept).toEqual(before);
    namespace.kept.delete('kms-service-grpc');
    expect((await run(namespace)).map(({ part }) => part)).toEqual(['kms-service-grpc']);
    expect(namespace.text('coffer-root-key', 'root-key')).toBe(before.get('coffer-root-key')?.data.get('root-key'));
  });

  it('makes certificates anew when a third of their time is left, under the same authority', async () => {
    const namespace = new Namespace();
    await run(namespace);
    const authority = namespace.text('coffer-grpc-authority', 'tls.crt');
    const lines = await run(namespace, {}, after(61));
    expect(lines.map(({ msg, part }) => [msg, part])).toEqual(MADE.filter((name) => /(grpc|https)$/.test(name)).map((name) => ['made anew', name]));
    expect(namespace.certificate('kms-service-grpc').validToDate).toEqual(after(151));
    expect(namespace.text('kms-service-grpc', 'ca.crt')).toBe(authority);
  });

  it('makes a certificate anew for a name that came, and when its authority was replaced', async () => {
    const namespace = new Namespace();
    await run(namespace);
    expect(await run(namespace, { s3Names: ['s3.example.com'] })).toEqual([expect.objectContaining({ msg: 'made anew', part: 'storage-service-https', fault: 'it is not for s3.example.com' })]);
    namespace.kept.delete('coffer-https-authority');
    expect((await run(namespace, { s3Names: ['s3.example.com'] })).map(({ part, fault }) => [part, fault])).toEqual([
      ['coffer-https-authority', undefined], ['kms-service-https', 'another authority has signed it'], ['storage-service-https', 'another authority has signed it'],
    ]);
  });

  it('leaves what somebody else made, and says so', async () => {
    const namespace = new Namespace();
    await run(namespace);
    const own = namespace.kept.get('kms-service-https');
    if (own !== undefined) namespace.kept.set('kms-service-https', { ...own, ours: false });
    const lines = await run(namespace, {}, after(89));
    expect(lines).toContainEqual(expect.objectContaining({ level: 'warn', msg: 'left as it is: somebody else made it', part: 'kms-service-https' }));
    expect(namespace.kept.get('kms-service-https')?.data).toBe(own?.data);
  });

  it('leaves the root key, or certificates, to others where it is told to', async () => {
    const namespace = new Namespace();
    await run(namespace, { leavesRootKey: true, leavesCertificates: true });
    expect([...namespace.kept.keys()]).toEqual(['coffer-root-credentials']);
  });

  it('refuses an authority that is spoilt, and touches nothing under it', async () => {
    const namespace = new Namespace();
    await run(namespace);
    const [authority, key] = [namespace.kept.get('coffer-grpc-authority'), namespace.text('coffer-https-authority', 'tls.key')];
    if (authority !== undefined) namespace.kept.set(authority.name, { ...authority, data: new Map([...authority.data, ['tls.key', key]]) });
    const before = new Map(namespace.kept);
    await expect(run(namespace, {}, after(80))).rejects.toThrow('the Secret coffer-grpc-authority holds no authority: the key is not that of the certificate; put the right one back, or remove it to get a new one');
    expect(namespace.kept).toEqual(before);
  });

  it('takes the authority of another that was faster', async () => {
    const namespace = new Namespace();
    const other = new Namespace();
    await run(other);
    const created = namespace.create.bind(namespace);
    namespace.create = (secret) => {
      const theirs = other.kept.get(secret.name);
      if (theirs !== undefined && secret.name.endsWith('authority')) namespace.kept.set(secret.name, theirs);
      return created(secret);
    };
    await run(namespace);
    expect(namespace.certificate('kms-service-grpc').verify(other.certificate('coffer-grpc-authority').publicKey)).toBe(true);
  });
});
