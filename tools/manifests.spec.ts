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

/** Parsed YAML that a row takes apart: any field may be there or not. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Loose = any;

type Find = (name: string) => Loose;
type Break = (find: Find, objects: Loose[]) => void;

const root = join(import.meta.dirname, '..');
const orderly = readFileSync(join(import.meta.dirname, 'manifests/orderly.yaml'), 'utf8');
const alerts = readFileSync(join(root, 'deploy/components/monitoring/alerts.yaml'), 'utf8');

/** The orderly objects and the alerts of deploy, as a row has broken them: `find('Kind/name')` gives one of them. */
function broken(change: Break): Loose[] {
  const objects: Loose[] = parseAllDocuments(orderly).map((document): Loose => document.toJS());
  const rules: Loose = parse(alerts);
  rules.metadata.namespace = 'coffer';
  objects.push(rules);
  change((name) => {
    const found: Loose = objects.find(({ kind, metadata }) => `${String(kind)}/${String(metadata.name)}` === name);
    if (found === undefined) throw new Error(`there is no ${name}`);
    return found;
  }, objects);
  return objects;
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

const asText = (objects: readonly Loose[]): string => objects.map((object) => JSON.stringify(object)).join('\n---\n');

const pod = (find: Find): Loose => find('StatefulSet/kms-service').spec.template.spec;
const container = (find: Find): Loose => pod(find).containers[0];
const jobPod = (find: Find): Loose => find('Job/cluster-init').spec.template.spec;
const SET = 'StatefulSet/kms-service';
const IN_SET = 'container kms-service: ';

const firstRule = (find: Find, alert: string): Loose => {
  const groups: Loose[] = find('PrometheusRule/coffer').spec.groups;
  return groups.flatMap(({ rules }: Loose): Loose[] => rules).find((rule: Loose) => rule.alert === alert);
};
const changeDashboard = (find: Find, change: (dashboard: Loose) => void): void => {
  const { data } = find('ConfigMap/dashboard');
  const dashboard: Loose = JSON.parse(data['coffer.json']);
  change(dashboard);
  data['coffer.json'] = JSON.stringify(dashboard);
};

/** The rule, how the manifest is broken, the object that is told, and what is told of it. */
const rows: readonly (readonly [rule: string, title: string, change: Break, object: string, what: string])[] = [
  // Schemas.
  ['schema', 'a field that does not exist', (f) => { container(f).imagePullPolice = 'Always'; }, SET, '.spec.template.spec.containers[0].imagePullPolice: unknown field'],
  ['schema', 'a field one level too high', (f) => { f(SET).spec.containers = []; }, SET, '.spec.containers: unknown field'],
  ['schema', 'a field at the top', (f) => { f('Service/kms-service').specs = {}; }, 'Service/kms-service', '.specs: unknown field'],
  ['schema', 'a field of metadata', (f) => { f('Service/kms-service').metadata.label = {}; }, 'Service/kms-service', '.metadata.label: unknown field'],
  ['schema', 'a wrong type', (f) => { f(SET).spec.replicas = 'one'; }, SET, expect.stringMatching(/replicas.*integer/) as unknown as string],
  ['schema', 'a number where a text belongs', (f) => { f('ConfigMap/settings').data.COFFER_REGION = 1; }, 'ConfigMap/settings', expect.stringMatching(/COFFER_REGION.*string/) as unknown as string],
  ['schema', 'a field that is missing', (f) => { delete f(SET).spec.selector; }, SET, expect.stringContaining('selector') as unknown as string],
  ['schema', 'base64 that is none', (f) => { f('Secret/users').data['users.yaml'] = 'not base64!'; }, 'Secret/users', expect.stringContaining('byte') as unknown as string],
  ['schema', 'a kind that does not exist', (f) => { f('PodDisruptionBudget/kms-service').apiVersion = 'policy/v1beta1'; }, 'PodDisruptionBudget/kms-service', 'no schema is known of policy/v1beta1 PodDisruptionBudget: see tools/manifests/custom-kinds.mjs'],
  ['schema', "an operator's kind that is not known", (_f, objects) => { objects.push({ apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'x', namespace: 'coffer' } }); }, 'Thing/x', 'no schema is known of example.com/v1 Thing: see tools/manifests/custom-kinds.mjs'],
  ['schema', 'a field that a ServiceMonitor lacks', (f) => { f('ServiceMonitor/coffer').spec.endpoints[0].prot = 'admin'; }, 'ServiceMonitor/coffer', expect.stringMatching(/endpoints\.0.*prot/) as unknown as string],
  ['schema', 'an interval without a unit', (f) => { f('ServiceMonitor/coffer').spec.endpoints[0].interval = '15'; }, 'ServiceMonitor/coffer', expect.stringContaining('.spec.endpoints.0.interval') as unknown as string],
  ['schema', 'an alert without a runbook', (f) => { delete firstRule(f, 'CofferDown').annotations.runbook_url; }, 'PrometheusRule/coffer', expect.stringContaining('.spec.groups.0.rules.0.annotations.runbook_url') as unknown as string],
  ['schema', 'a severity of its own', (f) => { firstRule(f, 'CofferDown').labels.severity = 'page'; }, 'PrometheusRule/coffer', expect.stringContaining('.spec.groups.0.rules.0.labels.severity') as unknown as string],
  ['schema', 'a Certificate without an issuer', (f) => { delete f('Certificate/kms-service-https').spec.issuerRef; }, 'Certificate/kms-service-https', expect.stringContaining('.spec.issuerRef') as unknown as string],
  ['schema', 'an Issuer of two sorts', (f) => { f('Issuer/authority').spec.ca = { secretName: 'x' }; }, 'Issuer/authority', expect.stringContaining('.spec') as unknown as string],
  ['schema', 'an ExternalSecret that says nothing', (f) => { f('ExternalSecret/root-key').spec.data = []; }, 'ExternalSecret/root-key', expect.stringContaining('.spec.data') as unknown as string],
  // Containers.
  ['run-as-non-root', 'no word of it', (f) => { delete pod(f).securityContext.runAsNonRoot; }, SET, `${IN_SET}runAsNonRoot is not true`],
  ['run-as-non-root', 'a container that takes it back', (f) => { container(f).securityContext.runAsNonRoot = false; }, SET, `${IN_SET}runAsNonRoot is not true`],
  ['run-as-non-root', 'the user root', (f) => { container(f).securityContext.runAsUser = 0; }, SET, `${IN_SET}runAsUser is 0`],
  ['read-only-root', 'a container without it', (f) => { delete container(f).securityContext.readOnlyRootFilesystem; }, SET, `${IN_SET}readOnlyRootFilesystem is not true`],
  ['read-only-root', 'an init container without it', (f) => { pod(f).initContainers = [structuredClone(container(f))]; pod(f).initContainers[0].name = 'first'; pod(f).initContainers[0].securityContext.readOnlyRootFilesystem = false; }, SET, 'container first: readOnlyRootFilesystem is not true'],
  ['no-escalation', 'no word of it', (f) => { delete container(f).securityContext.allowPrivilegeEscalation; }, SET, `${IN_SET}allowPrivilegeEscalation is not false`],
  ['no-escalation', 'a privileged container', (f) => { container(f).securityContext.privileged = true; }, SET, `${IN_SET}privileged`],
  ['no-capabilities', 'some that are kept', (f) => { container(f).securityContext.capabilities.drop = ['NET_RAW']; }, SET, `${IN_SET}capabilities.drop lacks ALL`],
  ['no-capabilities', 'some that are added', (f) => { container(f).securityContext.capabilities.add = ['NET_BIND_SERVICE']; }, SET, `${IN_SET}capabilities.add is not empty`],
  ['seccomp', 'no profile', (f) => { delete pod(f).securityContext.seccompProfile; }, SET, `${IN_SET}seccompProfile is not RuntimeDefault`],
  ['seccomp', 'another profile', (f) => { jobPod(f).containers[0].securityContext.seccompProfile.type = 'Unconfined'; }, 'Job/cluster-init', 'container cluster-init: seccompProfile is not RuntimeDefault'],
  ['resources', 'no limit of memory', (f) => { delete container(f).resources.limits; }, SET, `${IN_SET}no resources.limits.memory`],
  ['resources', 'no request of CPU', (f) => { delete container(f).resources.requests.cpu; }, SET, `${IN_SET}no resources.requests.cpu`],
  ['resources', 'no request of memory', (f) => { delete container(f).resources.requests.memory; }, SET, `${IN_SET}no resources.requests.memory`],
  ['probes', 'no startup probe', (f) => { delete container(f).startupProbe; }, SET, `${IN_SET}no startupProbe`],
  ['probes', 'no readiness probe', (f) => { delete container(f).readinessProbe; }, SET, `${IN_SET}no readinessProbe`],
  ['probes', 'no liveness probe', (f) => { delete container(f).livenessProbe; }, SET, `${IN_SET}no livenessProbe`],
  ['probes', 'a probe of another port', (f) => { container(f).readinessProbe.httpGet.port = 'https'; }, SET, `${IN_SET}readinessProbe does not ask the port admin`],
  ['image-tag', 'latest', (f) => { container(f).image = 'localhost/coffer/kms-service:latest'; }, SET, `${IN_SET}image localhost/coffer/kms-service:latest needs a tag other than latest, or a digest`],
  ['image-tag', 'no tag, after a port', (f) => { container(f).image = 'localhost:5000/kms-service'; }, SET, `${IN_SET}image localhost:5000/kms-service needs a tag other than latest, or a digest`],
  // Pods and namespaces.
  ['no-host', 'the network of the host', (f) => { pod(f).hostNetwork = true; }, SET, 'hostNetwork is not allowed'],
  ['no-host', 'a path of the host', (f) => { pod(f).volumes.push({ name: 'host', hostPath: { path: '/' } }); }, SET, 'volume host: hostPath is not allowed'],
  ['no-host', 'a port of the host', (f) => { container(f).ports[0].hostPort = 443; }, SET, 'container kms-service: hostPort 443 is not allowed'],
  ['no-token', 'a token by default', (f) => { delete pod(f).automountServiceAccountToken; }, SET, 'automountServiceAccountToken is not false, and it does not use the API'],
  ['own-selector', 'a selector of other pods', (f) => { f(SET).spec.selector.matchLabels.app = 'kms'; }, SET, 'its selector does not select its own pods'],
  ['namespace', 'another namespace', (f) => { f('ConfigMap/settings').metadata.namespace = 'default'; }, 'ConfigMap/settings', 'lies in default, not in coffer'],
  ['namespace', 'no namespace', (f) => { delete f('Secret/users').metadata.namespace; }, 'Secret/users', 'lies in no namespace, not in coffer'],
  ['namespace', 'a subject of another namespace', (f) => { f('RoleBinding/cluster-init').subjects[0].namespace = 'default'; }, 'RoleBinding/cluster-init', 'its subject kms-service is not of coffer'],
  ['namespace', 'two namespaces', (f, objects) => { objects.push({ ...f('Namespace/coffer'), metadata: { ...f('Namespace/coffer').metadata, name: 'other' } }); }, 'Namespace', 'there must be one Namespace'],
  ['pod-security', 'a baseline', (f) => { f('Namespace/coffer').metadata.labels['pod-security.kubernetes.io/enforce'] = 'baseline'; }, 'Namespace/coffer', 'pod-security.kubernetes.io/enforce is not restricted'],
  ['once', 'the same object again', (f, objects) => { objects.push(f('ConfigMap/settings')); }, 'ConfigMap/settings', 'is there twice'],
  // What selects pods.
  ['default-deny', 'one direction only', (f) => { f('NetworkPolicy/default-deny').spec.policyTypes = ['Ingress']; }, 'NetworkPolicy', 'none denies everything by default, in both directions'],
  ['default-deny', 'a way out', (f) => { f('NetworkPolicy/default-deny').spec.egress = [{}]; }, 'NetworkPolicy', 'none denies everything by default, in both directions'],
  ['network-policy', 'no such pods', (f) => { f('NetworkPolicy/kms-service').spec.podSelector.matchExpressions[0].values = ['kms']; }, 'NetworkPolicy/kms-service', 'selects no pods'],
  ['network-policy', 'no such port', (f) => { f('NetworkPolicy/kms-service').spec.ingress[0].ports[0].port = 'http'; }, 'NetworkPolicy/kms-service', 'lets in to port http, which no pod of it has'],
  ['disruption-budget', 'no such pods', (f) => { f('PodDisruptionBudget/kms-service').spec.selector.matchLabels.app = 'kms'; }, 'PodDisruptionBudget/kms-service', 'matches no workload'],
  ['disruption-budget', 'none at all', (f, objects) => { objects.splice(objects.indexOf(f('PodDisruptionBudget/kms-service')), 1); }, SET, 'has no PodDisruptionBudget'],
  ['service', 'no such pods', (f) => { f('Service/kms-service').spec.selector.app = 'kms'; }, 'Service/kms-service', 'selects no pods'],
  ['service', 'no such name of a port', (f) => { f('Service/kms-service').spec.ports[0].targetPort = 'http'; }, 'Service/kms-service', 'targetPort http is no port of its pods'],
  ['service', 'no such number of a port', (f) => { f('Service/kms-service').spec.ports[1].port = 9092; }, 'Service/kms-service', 'targetPort 9092 is no port of its pods'],
  ['headless-service', 'an address of its own', (f) => { delete f('Service/kms-service').spec.clusterIP; }, SET, 'serviceName kms-service: no headless Service of that name'],
  ['ingress', 'no such Service', (f) => { f('Ingress/kms-service').spec.rules[0].http.paths[0].backend.service.name = 'kms'; }, 'Ingress/kms-service', 'backend kms:https is no port of a Service'],
  ['ingress', 'no such port', (f) => { f('Ingress/kms-service').spec.rules[0].http.paths[0].backend.service.port = { number: 80 }; }, 'Ingress/kms-service', 'backend kms-service:80 is no port of a Service'],
  ['service-monitor', 'no such port', (f) => { f('ServiceMonitor/coffer').spec.endpoints[0].port = 'metrics'; }, 'ServiceMonitor/coffer', 'no Service that it selects has a port metrics'],
  ['service-monitor', 'no such Service', (f) => { f('ServiceMonitor/coffer').spec.selector.matchLabels.app = 'kms'; }, 'ServiceMonitor/coffer', 'no Service that it selects has a port admin'],
  // What is called by name.
  ['reference', 'no such ConfigMap', (f) => { container(f).envFrom[0].configMapRef.name = 'setting'; }, SET, 'container kms-service: no ConfigMap setting, and it is not optional'],
  ['reference', 'no such Secret in a volume', (f) => { pod(f).volumes[1].secret.secretName = 'kms-https'; }, SET, 'volume tls: no Secret kms-https, and it is not optional'],
  ['reference', 'a ConfigMap of a projection that is no more optional', (f) => { delete pod(f).volumes[2].projected.sources[0].configMap.optional; }, SET, 'volume identities: no ConfigMap policies, and it is not optional'],
  ['reference', 'no such key', (f) => { container(f).env[1].valueFrom.secretKeyRef.key = 'id'; }, SET, 'container kms-service: Secret users has no key id'],
  ['volume-mount', 'no such volume', (f) => { container(f).volumeMounts[0].name = 'datum'; }, SET, 'container kms-service: no volume datum'],
  ['service-account', 'no such account', (f) => { pod(f).serviceAccountName = 'kms'; }, SET, 'no ServiceAccount kms'],
  ['service-account', 'the default account', (f) => { delete pod(f).serviceAccountName; }, SET, 'no ServiceAccount of its own'],
  ['settings', 'a variable that no service knows', (f) => { container(f).env[0].name = 'COFFER_KMS_ROOT_KEY_FIEL'; }, SET, 'container kms-service: COFFER_KMS_ROOT_KEY_FIEL is no setting of docs/settings.md'],
  ['settings', 'one in a ConfigMap', (f) => { f('ConfigMap/settings').data.COFFER_REGIN = 'x'; }, SET, 'container kms-service: COFFER_REGIN is no setting of docs/settings.md'],
  // Alerts and dashboards.
  ['alert-metrics', 'a metric that does not exist', (f) => { firstRule(f, 'CofferKmsUnreachable').expr = 'coffer_kms_reachable == 0'; }, 'PrometheusRule/coffer', 'CofferKmsUnreachable: coffer_kms_reachable is no metric of docs/metrics.md'],
  ['alert-metrics', 'a series that a counter does not have', (f) => { firstRule(f, 'CofferKmsUnreachable').expr = 'rate(coffer_s3_requests_total_count[5m]) > 0'; }, 'PrometheusRule/coffer', 'CofferKmsUnreachable: coffer_s3_requests_total_count is no metric of docs/metrics.md'],
  ['alert-metrics', 'a label that the metric does not have', (f) => { firstRule(f, 'CofferKmsUnreachable').expr = 'sum by (namespace) (rate(coffer_s3_requests_total{code="500", pod=~"x{y}"}[5m])) > 0'; }, 'PrometheusRule/coffer', 'CofferKmsUnreachable: coffer_s3_requests_total has no label code'],
  ['runbook', 'an alert that nobody explains', (f) => { firstRule(f, 'CofferDown').alert = 'CofferAway'; }, 'PrometheusRule/coffer', 'CofferAway has no heading below Alerts in docs/operations.md'],
  ['runbook', 'a heading that no alert has', (f) => { f('PrometheusRule/coffer').spec.groups.pop(); }, 'PrometheusRule', 'docs/operations.md tells of CofferVolumeFilling, and no rule does'],
  ['runbook', 'a wrong anchor', (f) => { firstRule(f, 'CofferDown').annotations.runbook_url = 'docs/operations.md#coffer-down'; }, 'PrometheusRule/coffer', 'CofferDown: runbook_url does not end in docs/operations.md#cofferdown'],
  ['dashboard', 'no JSON', (f) => { f('ConfigMap/dashboard').data['coffer.json'] = '{'; }, 'ConfigMap/dashboard', 'coffer.json is no dashboard in JSON'],
  ['dashboard', 'a metric that does not exist', (f) => { changeDashboard(f, ({ panels }) => { panels[1].targets[0].expr = 'rate(coffer_s3_request_total[5m])'; }); }, 'ConfigMap/dashboard', 'coffer.json: panel Rate: coffer_s3_request_total is no metric of docs/metrics.md'],
  ['dashboard', 'two panels of one id', (f) => { changeDashboard(f, ({ panels }) => { panels[1].id = 1; }); }, 'ConfigMap/dashboard', 'coffer.json: two panels have one id'],
  ['dashboard', 'panels upon each other', (f) => { changeDashboard(f, ({ panels }) => { panels[1].gridPos.y = 0; }); }, 'ConfigMap/dashboard', 'coffer.json: panel Rate lies on another'],
  ['dashboard', 'an empty panel', (f) => { changeDashboard(f, ({ panels }) => { panels[1].targets = []; }); }, 'ConfigMap/dashboard', 'coffer.json: panel Rate shows nothing'],
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
    const texts = [asText(broken(() => undefined)), ...unread.map(([, text]) => text), ...rows.map(([, , change]) => asText(broken(change)))];
    const [whole = [], ...others] = findings(texts);
    Object.assign(results, { orderly: whole, unread: others.slice(0, unread.length), broken: others.slice(unread.length) });
  }, 120_000);

  it('has nothing against an orderly manifest', () => {
    expect(results.orderly).toEqual([]);
  });

  it.each(rows.map(([rule, title, , object, what], index) => ({ rule, title, object, what, index })))('$rule refuses $title', ({ rule, object, what, index }) => {
    expect(results.broken[index]).toContainEqual({ rule, object, what });
    // One broken field is no matter of rules that look at something else.
    expect(results.broken[index]?.filter((finding) => finding.rule === rule).length).toBeGreaterThan(0);
  });

  it('refuses in each row no more than what the row has broken', () => {
    const followers = results.broken.map((found, index) => [rows[index]?.[1], [...new Set(found.map(({ rule }) => rule))].filter((rule) => rule !== rows[index]?.[0])] as const).filter(([, more]) => more.length > 0);
    expect(Object.fromEntries(followers)).toMatchInlineSnapshot(`{}`);
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
    writeFileSync(file, asText(broken((f) => { pod(f).hostPID = true; })));
    expect(run(file)).toEqual({ code: 1, out: `${file}: ${SET}: hostPID is not allowed [no-host]\n` });
  });

  it('counts the objects of what is in order', () => {
    const file = join(tempDir(), 'orderly.yaml');
    writeFileSync(file, asText(broken(() => undefined)));
    expect(run(file)).toEqual({ code: 0, out: `${file}: 19 objects in order\n` });
  });
});
