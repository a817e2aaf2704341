/** A Secret of Kubernetes, as far as we make and read them. */
export interface KubernetesSecret {
  readonly name: string;
  readonly type: 'Opaque' | 'kubernetes.io/tls';
  /** Files by name. */
  readonly data: ReadonlyMap<string, string>;
  /** It can be removed and not changed, also not by a manifest that is applied by mistake. */
  readonly immutable?: boolean;
}

/** One that the cluster keeps. */
export interface KeptSecret extends KubernetesSecret {
  /** Whether we made it: what somebody else made is never changed. */
  readonly ours: boolean;
  /** Changes with each change of it. */
  readonly revision: string;
}

/** The Secrets of one namespace. Whatever fails throws ClusterError. */
export interface Secrets {
  get(name: string): Promise<KeptSecret | undefined>;
  /** Whether it was made; false if one of that name is there already, which stays as it is. */
  create(secret: KubernetesSecret): Promise<boolean>;
  /** Whether it was put in the place of `kept`; false if that has changed since. */
  replace(kept: KeptSecret, secret: KubernetesSecret): Promise<boolean>;
}

/** The cluster does not do what it was asked for; the message says what to mend, and shows nothing secret. */
export class ClusterError extends Error {
  override readonly name = 'ClusterError';
}
