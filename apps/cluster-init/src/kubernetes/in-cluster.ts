import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '@coffer/service';

/** Where a pod finds its service account (Kubernetes: "Accessing the Kubernetes API from a Pod"). */
export const ACCOUNT_DIRECTORY = '/var/run/secrets/kubernetes.io/serviceaccount';

/** How a pod reaches the API of its cluster, and as whom. */
export interface ClusterAccess {
  readonly url: URL;
  readonly ca: string;
  readonly token: string;
  readonly namespace: string;
}

/** What Kubernetes gives the pod. Throws StartError where it is not there. */
export function inCluster(env: Readonly<Record<string, string | undefined>>, directory = ACCOUNT_DIRECTORY): ClusterAccess {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port = '443' } = env;
  if (host === undefined) throw new StartError('KUBERNETES_SERVICE_HOST: is not given; this program runs in a pod of a cluster');
  const url = new URL(`https://${host.includes(':') ? `[${host}]` : host}:${port}`);
  return { url, ca: read(directory, 'ca.crt'), token: read(directory, 'token').trim(), namespace: read(directory, 'namespace').trim() };
}

function read(directory: string, name: string): string {
  try {
    return readFileSync(join(directory, name), 'utf8');
  } catch (cause) {
    const { code = 'unknown error' } = cause as NodeJS.ErrnoException;
    throw new StartError(`automountServiceAccountToken: ${join(directory, name)} cannot be read (${code}); the pod needs its service account's token`, { cause });
  }
}
