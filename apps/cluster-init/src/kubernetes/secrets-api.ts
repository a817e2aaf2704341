import { z } from 'zod';
import { apiRequest, type ApiAnswer } from './api-request.js';
import type { ClusterAccess } from './in-cluster.js';
import { ClusterError, type KeptSecret, type KubernetesSecret, type Secrets } from './secrets.js';

const LABELS = { 'app.kubernetes.io/part-of': 'coffer', 'app.kubernetes.io/managed-by': 'cluster-init' } as const;

const secretSchema = z.object({
  metadata: z.object({ name: z.string(), resourceVersion: z.string(), labels: z.record(z.string(), z.string()).default({}) }),
  type: z.enum(['Opaque', 'kubernetes.io/tls']),
  data: z.record(z.string(), z.base64()).default({}),
  immutable: z.boolean().optional(),
});
/** What the API server says of a request that it refuses. */
const statusSchema = z.object({ reason: z.string().default(''), message: z.string().default('') });

/** The Secrets of the pod's namespace over the API of Kubernetes (v1). */
export class SecretsApi implements Secrets {
  readonly #access: ClusterAccess;
  readonly #path: string;

  constructor(access: ClusterAccess) {
    this.#access = access;
    this.#path = `/api/v1/namespaces/${access.namespace}/secrets`;
  }

  async get(name: string): Promise<KeptSecret | undefined> {
    const answer = await apiRequest(this.#access, 'GET', `${this.#path}/${name}`);
    if (answer.status === 404) return undefined;
    if (answer.status !== 200) throw refusal('get', name, answer);
    const parsed = secretSchema.safeParse(answer.body);
    if (!parsed.success) throw new ClusterError(`the Secret ${name} is none of ours: ${parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`);
    const { metadata, type, data, immutable } = parsed.data;
    return {
      name, type, immutable: immutable ?? false, revision: metadata.resourceVersion,
      data: new Map(Object.entries(data).map(([file, text]) => [file, Buffer.from(text, 'base64').toString('utf8')])),
      ours: Object.entries(LABELS).every(([label, value]) => metadata.labels[label] === value),
    };
  }

  async create(secret: KubernetesSecret): Promise<boolean> {
    const answer = await apiRequest(this.#access, 'POST', this.#path, bodyOf(secret));
    return succeeded('create', secret.name, answer);
  }

  async replace({ revision }: KeptSecret, secret: KubernetesSecret): Promise<boolean> {
    const answer = await apiRequest(this.#access, 'PUT', `${this.#path}/${secret.name}`, bodyOf(secret, revision));
    return succeeded('update', secret.name, answer);
  }
}

function bodyOf({ name, type, data, immutable = false }: KubernetesSecret, resourceVersion?: string): object {
  const encoded = Object.fromEntries([...data].map(([file, text]) => [file, Buffer.from(text).toString('base64')]));
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, labels: LABELS, resourceVersion }, type, data: encoded, ...(immutable && { immutable }) };
}

/** A conflict is another's doing, and no error. */
function succeeded(verb: string, name: string, answer: ApiAnswer): boolean {
  if (answer.status === 200 || answer.status === 201) return true;
  if (answer.status === 409) return false;
  throw refusal(verb, name, answer);
}

function refusal(verb: string, name: string, { status, body }: ApiAnswer): ClusterError {
  const { message = '' } = statusSchema.safeParse(body).data ?? {};
  const remedy = status === 401 || status === 403 ? `; the Role of this service account has to let it ${verb} secrets` : '';
  return new ClusterError(`${verb} Secret ${name}: status ${String(status)} ${message}${remedy}`);
}
