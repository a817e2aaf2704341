import type { Log } from '@coffer/service';
import { keepCertificates } from './certificates/keep-certificates.js';
import { wantedAuthorities } from './certificates/wanted.js';
import type { KubernetesSecret, Secrets } from './kubernetes/secrets.js';
import type { InitOptions } from './options.js';
import { newRootCredentials, ROOT_CREDENTIALS_SECRET } from './secrets/root-credentials.js';
import { newRootKey, ROOT_KEY_SECRET } from './secrets/root-key.js';

/**
 * Makes what a namespace lacks. The root key comes first: certificates are what pods wait for, so none starts before there is a root key. What
 * is there is never overwritten, but for certificates of ours that are due; so it may run again, and twice at a time.
 */
export async function initialize(secrets: Secrets, namespace: string, { leavesRootKey, leavesCertificates, s3Names, kmsNames }: InitOptions, log: Log, now = new Date()): Promise<void> {
  if (!leavesRootKey) await makeOnce(secrets, ROOT_KEY_SECRET, newRootKey, log);
  await makeOnce(secrets, ROOT_CREDENTIALS_SECRET, newRootCredentials, log);
  if (leavesCertificates) return;
  for (const authority of wantedAuthorities({ namespace, s3Names, kmsNames })) await keepCertificates(secrets, authority, log, now);
}

async function makeOnce(secrets: Secrets, name: string, make: () => KubernetesSecret, log: Log): Promise<void> {
  if ((await secrets.get(name)) === undefined && (await secrets.create(make()))) log.info('made', { part: name });
}
