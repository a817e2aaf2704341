import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir } from '@coffer/testing';
import { parse, parseAllDocuments } from 'yaml';

interface Finding {
  readonly rule: string;
  readonly object: string;
  readonly what: string;
}

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; namespace?: string };
}

/** What is changed in which object (`Kind/name`): the field at a path is set, or taken away where there is no value. No path: the whole object. */
type Edit = readonly [object: string, path: string, value?: unknown];

type Row = readonly [rule: string, title: string, edit: Edit, object: string, what: string | RegExp];

const root = join(import.meta.dirname, '..');
const orderly = readFileSync(join(import.meta.dirname, 'manifests/orderly.yaml'), 'utf8');
const alerts = readFileSync(join(root, 'deploy/components/monitoring/alerts.yaml'), 'utf8');

const ADDED = 'an object more';
const SET = 'StatefulSet/kms-service';
const POD = 'spec/template/spec';
const CONTAINER = `${POD}/containers/0`;
const RULES = 'PrometheusRule/coffer';
const DASHBOARD = 'ConfigMap/dashboard';
const DASHBOARD_FILE = 'data/coffer.json';

/** The orderly objects, and the alerts of deploy. */
function orderlyObjects(): Manifest[] {
  const rules = parse(alerts) as Manifest;
  rules.metadata.namespace = 'coffer';
  return [...parseAllDocuments(orderly).map((document) => document.toJS() as Manifest), rules];
}

function broken([name, path, value]: Edit): readonly unknown[] {
  const objects = orderlyObjects();
  if (name === ADDED) return [...objects, value];
  const target = objects.find(({ kind, metadata }) => `${kind}/${metadata.name}` === name);
  if (target === undefined) throw new Error(`there is no ${name}`);
  if (path === '') return objects.filter((object) => object !== target);
  set(target, path.split('/'), value);
  return objects;
}

/** Sets the field at a path, of which all but the last key must be there; keys that end in a slash of their own have it as ~1. */
function set(target: unknown, [key = '', ...deeper]: readonly string[], value: unknown): void {
  if (typeof target !== 'object' || target === null) throw new Error(`nothing is at ${key}`);
  const name = key.replaceAll('~1', '/');
  if (deeper.length > 0) set(Reflect.get(target, name), deeper, value);
  else if (value === undefined) Reflect.deleteProperty(target, name);
  else Reflect.set(target, name, value);
}

function run(...args: string[]): { code: number | null; out: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'manifests.mjs'), ...args], { encoding: 'utf8' });
  return { code: status, out: stdout + stderr };
}

/** Checks every text in one process, and gives the findings of each. */
function findings(texts: readonly string[]): readonly (readonly Finding[])[] {
  const folder = tempDir();
  const files = texts.map((text, index) => {
    const file = join(folder, `${String(index)}.yaml`);
    writeFileSync(file, text);
    return file;
  });
  const { out } = run('--json', ...files);
  const byFile = JSON.parse(out) as Record<string, readonly Finding[]>;
  return files.map((file) => byFile[file] ?? []);
}

const asText = (objects: readonly unknown[]): string => objects.map((object) => JSON.stringify(object)).join('\n---\n');

/** The text of a dashboard of two panels, of which the second has these fields. */
function dashboard(fields: object): string {
  const targets = [{ expr: 'up' }];
  const panels = [
    { id: 1, title: 'Overview', type: 'row', gridPos: { x: 0, y: 0, w: 24, h: 1 } },
    { id: 2, title: 'Rate', type: 'timeseries', gridPos: { x: 0, y: 1, w: 12, h: 8 }, targets, ...fields },
  ];
  return JSON.stringify({ uid: 'coffer', title: 'Coffer', panels });
}

/** An init container that may write to its root file system. */
const FIRST = {
  name: 'first',
  image: 'localhost/coffer/first:0.1.0',
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  resources: { requests: { cpu: '50m', memory: '96Mi' }, limits: { memory: '192Mi' } },
};

const IN_SET = 'container kms-service: ';

/** The rule, how the manifest is broken, the object that is told, and what is told of it. */
const rows: readonly Row[] = [
  // Schemas.
  ['schema', 'a field that does not exist', [SET, `${CONTAINER}/imagePullPolice`, 'Always'], SET, '.spec.template.spec.containers[0].imagePullPolice: unknown field'],
  ['schema', 'a field one level too high', [SET, 'spec/containers', []], SET, '.spec.containers: unknown field'],
  ['schema', 'a field at the top', ['Service/kms-service', 'specs', {}], 'Service/kms-service', '.specs: unknown field'],
  ['schema', 'a field of metadata', ['Service/kms-service', 'metadata/label', {}], 'Service/kms-service', '.metadata.label: unknown field'],
  ['schema', 'a wrong type', [SET, 'spec/replicas', 'one'], SET, /replicas.*integer/],
  ['schema', 'a number where a text belongs', ['ConfigMap/settings', 'data/COFFER_REGION', 1], 'ConfigMap/settings', /COFFER_REGION.*string/],
  ['schema', 'a field that is missing', [SET, 'spec/selector'], SET, /selector/],
  ['schema', 'base64 that is none', ['Secret/users', 'data/users.yaml', 'not base64!'], 'Secret/users', /byte/],
  ['schema', 'a kind that does not exist', ['PodDisruptionBudget/kms-service', 'apiVersion', 'policy/v1beta1'], 'PodDisruptionBudget/kms-service', 'no schema is known of policy/v1beta1 PodDisruptionBudget: see tools/manifests/custom-kinds.mjs'],
  ['schema', "an operator's kind that is not known", [ADDED, '', { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'x', namespace: 'coffer' } }], 'Thing/x', 'no schema is known of example.com/v1 Thing: see tools/manifests/custom-kinds.mjs'],
  ['schema', 'a field that a ServiceMonitor lacks', ['ServiceMonitor/coffer', 'spec/endpoints/0/prot', 'admin'], 'ServiceMonitor/coffer', /endpoints\.0.*prot/],
  ['schema', 'an interval without a unit', ['ServiceMonitor/coffer', 'spec/endpoints/0/interval', '15'], 'ServiceMonitor/coffer', /\.spec\.endpoints\.0\.interval/],
  ['schema', 'an alert without a runbook', [RULES, 'spec/groups/0/rules/0/annotations/runbook_url'], RULES, /\.spec\.groups\.0\.rules\.0\.annotations\.runbook_url/],
  ['schema', 'a severity of its own', [RULES, 'spec/groups/0/rules/0/labels/severity', 'page'], RULES, /\.spec\.groups\.0\.rules\.0\.labels\.severity/],
  ['schema', 'a Certificate without an issuer', ['Certificate/kms-service-https', 'spec/issuerRef'], 'Certificate/kms-service-https', /\.spec\.issuerRef/],
  ['schema', 'an Issuer of two sorts', ['Issuer/authority', 'spec/ca', { secretName: 'x' }], 'Issuer/authority', /\.spec/],
  ['schema', 'an ExternalSecret that says nothing', ['ExternalSecret/root-key', 'spec/data', []], 'ExternalSecret/root-key', /\.spec\.data/],
  // Containers.
  ['run-as-non-root', 'no word of it', [SET, `${POD}/securityContext/runAsNonRoot`], SET, `${IN_SET}runAsNonRoot is not true`],
  ['run-as-non-root', 'a container that takes it back', [SET, `${CONTAINER}/securityContext/runAsNonRoot`, false], SET, `${IN_SET}runAsNonRoot is not true`],
  ['run-as-non-root', 'the user root', [SET, `${CONTAINER}/securityContext/runAsUser`, 0], SET, `${IN_SET}runAsUser is 0`],
  ['read-only-root', 'a container without it', [SET, `${CONTAINER}/securityContext/readOnlyRootFilesystem`], SET, `${IN_SET}readOnlyRootFilesystem is not true`],
  ['read-only-root', 'an init container without it', [SET, `${POD}/initContainers`, [FIRST]], SET, 'container first: readOnlyRootFilesystem is not true'],
  ['no-escalation', 'no word of it', [SET, `${CONTAINER}/securityContext/allowPrivilegeEscalation`], SET, `${IN_SET}allowPrivilegeEscalation is not false`],
  ['no-escalation', 'a privileged container', [SET, `${CONTAINER}/securityContext/privileged`, true], SET, `${IN_SET}privileged`],
  ['no-capabilities', 'some that are kept', [SET, `${CONTAINER}/securityContext/capabilities/drop`, ['NET_RAW']], SET, `${IN_SET}capabilities.drop lacks ALL`],
  ['no-capabilities', 'some that are added', [SET, `${CONTAINER}/securityContext/capabilities/add`, ['NET_BIND_SERVICE']], SET, `${IN_SET}capabilities.add is not empty`],
  ['seccomp', 'no profile', [SET, `${POD}/securityContext/seccompProfile`], SET, `${IN_SET}seccompProfile is not RuntimeDefault`],
  ['seccomp', 'another profile', ['Job/cluster-init', `${CONTAINER}/securityContext/seccompProfile/type`, 'Unconfined'], 'Job/cluster-init', 'container cluster-init: seccompProfile is not RuntimeDefault'],
  ['resources', 'no limit of memory', [SET, `${CONTAINER}/resources/limits`], SET, `${IN_SET}no resources.limits.memory`],
  ['resources', 'no request of CPU', [SET, `${CONTAINER}/resources/requests/cpu`], SET, `${IN_SET}no resources.requests.cpu`],
  ['resources', 'no request of memory', [SET, `${CONTAINER}/resources/requests/memory`], SET, `${IN_SET}no resources.requests.memory`],
  ['probes', 'no startup probe', [SET, `${CONTAINER}/startupProbe`], SET, `${IN_SET}no startupProbe`],
  ['probes', 'no readiness probe', [SET, `${CONTAINER}/readinessProbe`], SET, `${IN_SET}no readinessProbe`],
  ['probes', 'no liveness probe', [SET, `${CONTAINER}/livenessProbe`], SET, `${IN_SET}no livenessProbe`],
  ['probes', 'a probe of another port', [SET, `${CONTAINER}/readinessProbe/httpGet/port`, 'https'], SET, `${IN_SET}readinessProbe does not ask the port admin`],
  ['probes', 'no admin port', [SET, `${CONTAINER}/ports/1/name`, 'metrics'], SET, `${IN_SET}no port named admin, which probes ask`],
  ['image-tag', 'latest', [SET, `${CONTAINER}/image`, 'localhost/coffer/kms-service:latest'], SET, `${IN_SET}image localhost/coffer/kms-service:latest needs a tag other than latest, or a digest`],
  ['image-tag', 'no tag, after a port', [SET, `${CONTAINER}/image`, 'localhost:5000/kms-service'], SET, `${IN_SET}image localhost:5000/kms-service needs a tag other than latest, or a digest`],
  // Pods and namespaces.
  ['no-host', 'the network of the host', [SET, `${POD}/hostNetwork`, true], SET, 'hostNetwork is not allowed'],
  ['no-host', 'a path of the host', [SET, `${POD}/volumes/3`, { name: 'host', hostPath: { path: '/' } }], SET, 'volume host: hostPath is not allowed'],
  ['no-host', 'a port of the host', [SET, `${CONTAINER}/ports/0/hostPort`, 443], SET, 'container kms-service: hostPort 443 is not allowed'],
  ['no-token', 'a token by default', [SET, `${POD}/automountServiceAccountToken`], SET, 'automountServiceAccountToken is not false, and it does not use the API'],
  ['own-selector', 'a selector of other pods', [SET, 'spec/selector/matchLabels/app', 'kms'], SET, 'its selector does not select its own pods'],
  ['namespace', 'another namespace', ['ConfigMap/settings', 'metadata/namespace', 'default'], 'ConfigMap/settings', 'lies in default, not in coffer'],
  ['namespace', 'no namespace', ['Secret/users', 'metadata/namespace'], 'Secret/users', 'lies in no namespace, not in coffer'],
  ['namespace', 'a subject of another namespace', ['RoleBinding/cluster-init', 'subjects/0/namespace', 'default'], 'RoleBinding/cluster-init', 'its subject kms-service is not of coffer'],
  ['namespace', 'two namespaces', [ADDED, '', { ...orderlyObjects()[0], metadata: { ...orderlyObjects()[0]?.metadata, name: 'other' } }], 'Namespace', 'there must be one Namespace'],
  ['pod-security', 'a baseline', ['Namespace/coffer', 'metadata/labels/pod-security.kubernetes.io~1enforce', 'baseline'], 'Namespace/coffer', 'pod-security.kubernetes.io/enforce is not restricted'],
  ['once', 'the same object again', [ADDED, '', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'coffer' } }], 'ConfigMap/settings', 'is there twice'],
  // What selects pods.
  ['default-deny', 'one direction only', ['NetworkPolicy/default-deny', 'spec/policyTypes', ['Ingress']], 'NetworkPolicy', 'none denies everything by default, in both directions'],
  ['default-deny', 'a way out', ['NetworkPolicy/default-deny', 'spec/egress', [{}]], 'NetworkPolicy', 'none denies everything by default, in both directions'],
  ['network-policy', 'no such pods', ['NetworkPolicy/kms-service', 'spec/podSelector/matchExpressions/0/values', ['kms']], 'NetworkPolicy/kms-service', 'selects no pods'],
  ['network-policy', 'no such port', ['NetworkPolicy/kms-service', 'spec/ingress/0/ports/0/port', 'http'], 'NetworkPolicy/kms-service', 'lets in to port http, which no pod of it has'],
  ['disruption-budget', 'no such pods', ['PodDisruptionBudget/kms-service', 'spec/selector/matchLabels/app', 'kms'], 'PodDisruptionBudget/kms-service', 'matches no workload'],
  ['disruption-budget', 'none at all', ['PodDisruptionBudget/kms-service', ''], SET, 'has no PodDisruptionBudget'],
  ['service', 'no such pods', ['Service/kms-service', 'spec/selector/app', 'kms'], 'Service/kms-service', 'selects no pods'],
  ['service', 'no such name of a port', ['Service/kms-service', 'spec/ports/0/targetPort', 'http'], 'Service/kms-service', 'targetPort http is no port of its pods'],
  ['service', 'no such number of a port', ['Service/kms-service', 'spec/ports/1/port', 9092], 'Service/kms-service', 'targetPort 9092 is no port of its pods'],
  ['headless-service', 'an address of its own', ['Service/kms-service', 'spec/clusterIP'], SET, 'serviceName kms-service: no headless Service of that name'],
  ['ingress', 'no such Service', ['Ingress/kms-service', 'spec/rules/0/http/paths/0/backend/service/name', 'kms'], 'Ingress/kms-service', 'backend kms:https is no port of a Service'],
  ['ingress', 'no such port', ['Ingress/kms-service', 'spec/rules/0/http/paths/0/backend/service/port', { number: 80 }], 'Ingress/kms-service', 'backend kms-service:80 is no port of a Service'],
  ['service-monitor', 'no such port', ['ServiceMonitor/coffer', 'spec/endpoints/0/port', 'metrics'], 'ServiceMonitor/coffer', 'no Service that it selects has a port metrics'],
  ['service-monitor', 'no such Service', ['ServiceMonitor/coffer', 'spec/selector/matchLabels/app', 'kms'], 'ServiceMonitor/coffer', 'no Service that it selects has a port admin'],
  // What is called by name.
  ['reference', 'no such ConfigMap', [SET, `${CONTAINER}/envFrom/0/configMapRef/name`, 'setting'], SET, 'container kms-service: no ConfigMap setting, and it is not optional'],
  ['reference', 'no such Secret in a volume', [SET, `${POD}/volumes/1/secret/secretName`, 'kms-https'], SET, 'volume tls: no Secret kms-https, and it is not optional'],
  ['reference', 'a ConfigMap of a projection that is no more optional', [SET, `${POD}/volumes/2/projected/sources/0/configMap/optional`], SET, 'volume identities: no ConfigMap policies, and it is not optional'],
  ['reference', 'no such key', [SET, `${CONTAINER}/env/1/valueFrom/secretKeyRef/key`, 'id'], SET, 'container kms-service: Secret users has no key id'],
  ['volume-mount', 'no such volume', [SET, `${CONTAINER}/volumeMounts/0/name`, 'datum'], SET, 'container kms-service: no volume datum'],
  ['service-account', 'no such account', [SET, `${POD}/serviceAccountName`, 'kms'], SET, 'no ServiceAccount kms'],
  ['service-account', 'the default account', [SET, `${POD}/serviceAccountName`], SET, 'no ServiceAccount of its own'],
  ['settings', 'a variable that no service knows', [SET, `${CONTAINER}/env/0/name`, 'COFFER_KMS_ROOT_KEY_FIEL'], SET, 'container kms-service: COFFER_KMS_ROOT_KEY_FIEL is no setting of docs/settings.md'],
  ['settings', 'one in a ConfigMap', ['ConfigMap/settings', 'data/COFFER_REGIN', 'x'], SET, 'container kms-service: COFFER_REGIN is no setting of docs/settings.md'],
  // Alerts and dashboards.
  ['alert-metrics', 'a metric that does not exist', [RULES, 'spec/groups/2/rules/1/expr', 'coffer_kms_reachable == 0'], RULES, 'CofferKmsUnreachable: coffer_kms_reachable is no metric of docs/metrics.md'],
  ['alert-metrics', 'a series that a counter does not have', [RULES, 'spec/groups/2/rules/1/expr', 'rate(coffer_s3_requests_total_count[5m]) > 0'], RULES, 'CofferKmsUnreachable: coffer_s3_requests_total_count is no metric of docs/metrics.md'],
  ['alert-metrics', 'a label that the metric does not have', [RULES, 'spec/groups/2/rules/1/expr', 'sum by (namespace) (rate(coffer_s3_requests_total{code="500", pod=~"x{y}"}[5m])) > 0'], RULES, 'CofferKmsUnreachable: coffer_s3_requests_total has no label code'],
  ['runbook', 'an alert that nobody explains', [RULES, 'spec/groups/0/rules/0/alert', 'CofferAway'], RULES, 'CofferAway has no heading below Alerts in docs/operations.md'],
  ['runbook', 'a heading that no alert has', [RULES, 'spec/groups/6/rules/0', { record: 'coffer:up:count', expr: 'count(up)' }], 'PrometheusRule', 'docs/operations.md tells of CofferVolumeFilling, and no rule does'],
  ['runbook', 'a wrong anchor', [RULES, 'spec/groups/0/rules/0/annotations/runbook_url', 'docs/operations.md#coffer-down'], RULES, 'CofferDown: runbook_url does not end in docs/operations.md#cofferdown'],
  ['dashboard', 'no JSON', [DASHBOARD, 'data/coffer.json', '{'], DASHBOARD, 'coffer.json is no dashboard in JSON'],
  ['dashboard', 'a metric that does not exist', [DASHBOARD, DASHBOARD_FILE, dashboard({ targets: [{ expr: 'rate(coffer_s3_request_total[5m])' }] })], DASHBOARD, 'coffer.json: panel Rate: coffer_s3_request_total is no metric of docs/metrics.md'],
  ['dashboard', 'two panels of one id', [DASHBOARD, DASHBOARD_FILE, dashboard({ id: 1 })], DASHBOARD, 'coffer.json: two panels have one id'],
  ['dashboard', 'panels upon each other', [DASHBOARD, DASHBOARD_FILE, dashboard({ gridPos: { x: 0, y: 0, w: 12, h: 8 } })], DASHBOARD, 'coffer.json: panel Rate lies on another'],
  ['dashboard', 'an empty panel', [DASHBOARD, DASHBOARD_FILE, dashboard({ targets: [] })], DASHBOARD, 'coffer.json: panel Rate shows nothing'],
];

/** Texts that are no manifests, and what is told. */
const unread: readonly (readonly [title: string, text: string, what: string])[] = [
  ['nothing', '', 'there are no objects'],
  ['a key that is given twice', 'apiVersion: v1\nkind: ConfigMap\nkind: Secret\nmetadata: {name: x}', 'Map keys must be unique'],
  ['an object without a name', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {}', 'this has no apiVersion, kind or metadata.name'],
];

describe('npm run manifests', () => {
  const results: { broken: readonly (readonly Finding[])[]; orderly: readonly Finding[]; unread: readonly (readonly Finding[])[] } = { broken: [], orderly: [], unread: [] };

  beforeAll(() => {
    const texts = [asText(orderlyObjects()), ...unread.map(([, text]) => text), ...rows.map(([, , edit]) => asText(broken(edit)))];
    const [whole = [], ...others] = findings(texts);
    Object.assign(results, { orderly: whole, unread: others.slice(0, unread.length), broken: others.slice(unread.length) });
  }, 120_000);

  it('has nothing against an orderly manifest', () => {
    expect(results.orderly).toEqual([]);
  });

  it.each(rows.map(([rule, title, , object, what], index) => ({ rule, title, object, what, index })))('$rule refuses $title', ({ rule, object, what, index }) => {
    expect(results.broken[index]).toContainEqual({ rule, object, what: typeof what === 'string' ? what : expect.stringMatching(what) });
  });

  it('tells in each row of the one rule only', () => {
    const followers = rows.flatMap(([rule, title], index) => (results.broken[index] ?? []).filter((found) => found.rule !== rule).map((found) => `${rule}, ${title}: ${found.rule}`));
    expect([...new Set(followers)]).toEqual([]);
  });

  it.each(unread.map(([title, , what], index) => ({ title, what, index })))('refuses $title', ({ what, index }) => {
    expect(results.unread[index]).toEqual([{ rule: 'render', object: '-', what: expect.stringContaining(what) }]);
  });

  it('has a row for every rule', () => {
    const tested = new Set(['render', ...rows.map(([rule]) => rule)]);
    expect(run('--rules').out.trim().split('\n').filter((rule) => !tested.has(rule))).toEqual([]);
  });

  it('tells each mistake on a line, and exits with 1', () => {
    const file = join(tempDir(), 'broken.yaml');
    writeFileSync(file, asText(broken([SET, `${POD}/hostPID`, true])));
    expect(run(file)).toEqual({ code: 1, out: `${file}: ${SET}: hostPID is not allowed [no-host]\n` });
  });

  it('counts the objects of what is in order', () => {
    const file = join(tempDir(), 'orderly.yaml');
    writeFileSync(file, asText(orderlyObjects()));
    expect(run(file)).toEqual({ code: 0, out: `${file}: 19 objects in order\n` });
  });
});
