import { applyObject, eventually, kubectl, NAMESPACE } from './src/kubectl.js';
import { readyPod } from './src/pods.js';

jest.setTimeout(180_000);

/** Longer than any answer of a door that is open; packets that are refused vanish. */
const CONNECT_MS = 3_000;
const CONNECT = `const [host, port] = process.argv.slice(1); const socket = require('net').connect({ host, port: Number(port) });
const end = (text) => { console.log(text); process.exit(0); }; setTimeout(end, ${String(CONNECT_MS)}, 'closed'); socket.once('connect', () => end('open')).once('error', () => end('closed'));`;
const s3 = `storage-service.${NAMESPACE}.svc.cluster.local`;
const kms = `kms-service.${NAMESPACE}.svc.cluster.local`;
const adminOf = (service: string): string => `${service}-pods.${NAMESPACE}.svc.cluster.local`;

/** A pod with Node in it that waits to be told where to connect to. */
async function probe(namespace: string): Promise<void> {
  await applyObject({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: { 'kubernetes.io/metadata.name': namespace } } });
  const image = await kubectl('get', 'pod', 'storage-service-0', '-o', 'jsonpath={.spec.containers[0].image}');
  const container = {
    name: 'probe', image, imagePullPolicy: 'IfNotPresent', command: ['node', '-e', 'setInterval(() => {}, 1000); process.on("SIGTERM", () => process.exit(0))'],
    securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
  };
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'coffer-probe', namespace }, spec: { automountServiceAccountToken: false, securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } }, containers: [container] } };
  await kubectl('delete', 'pod', 'coffer-probe', '--ignore-not-found', '--namespace', namespace);
  await applyObject(pod, namespace);
  await kubectl('wait', '--namespace', namespace, '--for=condition=Ready', 'pod/coffer-probe', '--timeout=60s');
}

async function connects(from: readonly string[], host: string, port: number): Promise<string> {
  return (await kubectl('exec', ...from, '--', 'node', '-e', CONNECT, host, String(port))).trim();
}

const fromProbe = (namespace: string): readonly string[] => ['--namespace', namespace, 'coffer-probe'];

beforeAll(async () => {
  await readyPod('kms-service');
  await readyPod('storage-service');
});

it('both doors are open to every pod; keys and admin doors to none but those who need them', async () => {
  await probe('coffer-probe');
  await probe('monitoring');
  const cases: readonly (readonly [string, readonly string[], string, number, string])[] = [
    ['anybody to S3', fromProbe('coffer-probe'), s3, 9000, 'open'],
    ['anybody to the console', fromProbe('coffer-probe'), s3, 9001, 'open'],
    ['anybody to KMS', fromProbe('coffer-probe'), kms, 9010, 'open'],
    ['anybody to the gRPC door', fromProbe('coffer-probe'), kms, 9011, 'closed'],
    ["anybody to storage-service's admin door", fromProbe('coffer-probe'), adminOf('storage-service'), 9090, 'closed'],
    ["anybody to kms-service's admin door", fromProbe('coffer-probe'), adminOf('kms-service'), 9091, 'closed'],
    ['the monitor to the gRPC door', fromProbe('monitoring'), kms, 9011, 'closed'],
    ["the monitor to storage-service's admin door", fromProbe('monitoring'), adminOf('storage-service'), 9090, 'open'],
    ["the monitor to kms-service's admin door", fromProbe('monitoring'), adminOf('kms-service'), 9091, 'open'],
    ['storage-service to the gRPC door', ['storage-service-0'], kms, 9011, 'open'],
    ["storage-service to kms-service's admin door", ['storage-service-0'], adminOf('kms-service'), 9091, 'closed'],
    ['storage-service to the API server', ['storage-service-0'], 'kubernetes.default.svc.cluster.local', 443, 'closed'],
    ['kms-service to S3', ['kms-service-0'], s3, 9000, 'closed'],
  ];
  try {
    const seen = [];
    for (const [what, from, host, port] of cases) seen.push([what, await eventually(what, 30, () => connects(from, host, port))]);
    expect(seen).toEqual(cases.map(([what, , , , state]) => [what, state]));
  } finally {
    for (const namespace of ['coffer-probe', 'monitoring']) await kubectl('delete', 'pod', 'coffer-probe', '--namespace', namespace, '--ignore-not-found', '--wait=false');
    await kubectl('delete', 'namespace', 'coffer-probe', '--wait=false');
  }
});

it('pods have no token of a service account', async () => {
  const script = "console.log(require('fs').existsSync('/var/run/secrets/kubernetes.io'))";
  for (const pod of ['kms-service-0', 'storage-service-0']) expect((await kubectl('exec', pod, '--', 'node', '-e', script)).trim()).toBe('false');
});

it('metrics of both services are served to the monitor', async () => {
  const script = (host: string, port: number): string => `fetch('http://${host}:${String(port)}/metrics').then(async (r) => console.log(await r.text()))`;
  await probe('monitoring');
  for (const [service, port] of [['storage-service', 9090], ['kms-service', 9091]] as const) {
    expect(await kubectl('exec', ...fromProbe('monitoring'), '--', 'node', '-e', script(adminOf(service), port))).toMatch(/^coffer_[a-z_]+/m);
  }
  await kubectl('delete', 'pod', 'coffer-probe', '--namespace', 'monitoring', '--wait=false');
});
