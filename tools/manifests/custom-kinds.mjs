/**
 * Kinds that Kubernetes does not bring, as far as the manifests use them: every field that is not here is refused. Who needs another one looks
 * it up in the definition of the kind and writes it here.
 */
import { z } from 'zod';

const name = z.string().min(1);
const names = z.record(name, z.string());
const duration = z.string().regex(/^(\d+h)?(\d+m)?(\d+s)?$/).min(2);
const hours = z.string().regex(/^\d+h$/);
const metadata = z.strictObject({ name, namespace: name, labels: names.optional(), annotations: names.optional() });

const object = (apiVersion, kind, spec) => [`${apiVersion} ${kind}`, z.strictObject({ apiVersion: z.literal(apiVersion), kind: z.literal(kind), metadata, spec })];

/** Prometheus Operator, API reference of monitoring.coreos.com/v1. */
const relabeling = z.strictObject({
  action: z.enum(['replace', 'keep', 'drop', 'labeldrop', 'labelkeep']).optional(), sourceLabels: z.array(name).optional(), targetLabel: name.optional(), regex: z.string().optional(), replacement: z.string().optional(),
});
const selector = z.strictObject({ matchLabels: names });
const endpoint = z.strictObject({
  port: name, path: z.string().startsWith('/'), scheme: z.enum(['http', 'https']).optional(), interval: duration, scrapeTimeout: duration.optional(),
  honorLabels: z.boolean().optional(), relabelings: z.array(relabeling).optional(), metricRelabelings: z.array(relabeling).optional(),
});
const serviceMonitor = z.strictObject({ jobLabel: name.optional(), selector, endpoints: z.array(endpoint).min(1) });

const alert = z.strictObject({
  alert: name, expr: name, for: duration.optional(), labels: z.strictObject({ severity: z.enum(['critical', 'warning', 'info']) }),
  annotations: z.strictObject({ summary: name, description: name, runbook_url: name }),
});
const record = z.strictObject({ record: z.string().regex(/^[a-z_]+(:[a-z0-9_]+)+$/), expr: name, labels: names.optional() });
const group = z.strictObject({ name, interval: duration.optional(), rules: z.array(z.union([alert, record])).min(1) });
const prometheusRule = z.strictObject({ groups: z.array(group).min(1) });

/** cert-manager, API reference of cert-manager.io/v1. */
const issuer = z.union([z.strictObject({ selfSigned: z.strictObject({}) }), z.strictObject({ ca: z.strictObject({ secretName: name }) })]);
const certificate = z.strictObject({
  secretName: name, commonName: z.string().max(64), isCA: z.boolean().optional(), dnsNames: z.array(name).min(1).optional(), duration: hours, renewBefore: hours.optional(),
  usages: z.array(z.enum(['server auth', 'client auth', 'digital signature', 'key encipherment', 'cert sign'])).optional(),
  privateKey: z.strictObject({ algorithm: z.enum(['ECDSA', 'Ed25519', 'RSA']), size: z.int(), rotationPolicy: z.enum(['Always', 'Never']).optional() }),
  issuerRef: z.strictObject({ name, kind: z.enum(['Issuer', 'ClusterIssuer']), group: z.literal('cert-manager.io') }),
});

/** External Secrets Operator, API reference of external-secrets.io/v1. */
const externalSecret = z.strictObject({
  refreshPolicy: z.enum(['CreatedOnce', 'Periodic', 'OnChange']).optional(), refreshInterval: duration.optional(),
  secretStoreRef: z.strictObject({ name, kind: z.enum(['SecretStore', 'ClusterSecretStore']) }),
  target: z.strictObject({ name, immutable: z.boolean().optional(), creationPolicy: z.enum(['Owner', 'Orphan', 'Merge', 'None']).optional() }),
  data: z.array(z.strictObject({ secretKey: name, remoteRef: z.strictObject({ key: name, property: name.optional(), version: name.optional() }) })).min(1),
});

/** The schema of each kind, by `apiVersion kind`. */
export const customKinds = new Map([
  object('monitoring.coreos.com/v1', 'ServiceMonitor', serviceMonitor),
  object('monitoring.coreos.com/v1', 'PrometheusRule', prometheusRule),
  object('cert-manager.io/v1', 'Issuer', issuer),
  object('cert-manager.io/v1', 'Certificate', certificate),
  object('external-secrets.io/v1', 'ExternalSecret', externalSecret),
]);
