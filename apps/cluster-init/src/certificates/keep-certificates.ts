import { Authority, type Log } from '@coffer/service';
import { ClusterError, type KeptSecret, type KubernetesSecret, type Secrets } from '../kubernetes/secrets.js';
import { renewalReason } from './renewal-reason.js';
import type { WantedAuthority, WantedCertificate } from './wanted.js';

/** An authority outlives what it signs; docs/kubernetes.md says how it is replaced. */
const AUTHORITY_DAYS = 3_650;

const CERTIFICATE = 'tls.crt';
const KEY = 'tls.key';
const AUTHORITY = 'ca.crt';

/** Makes the authority and its certificates where they are missing, and those certificates anew that are due. What others made stays as it is. */
export async function keepCertificates(secrets: Secrets, wanted: WantedAuthority, log: Log, now: Date): Promise<void> {
  const authority = await keepAuthority(secrets, wanted, log, now);
  for (const certificate of wanted.certificates) await keepCertificate(secrets, authority, certificate, log, now);
}

async function keepAuthority(secrets: Secrets, { secret: name, commonName }: WantedAuthority, log: Log, now: Date): Promise<Authority> {
  const kept = await secrets.get(name);
  if (kept !== undefined) return openAuthority(kept);
  const made = Authority.create(commonName, AUTHORITY_DAYS, now);
  if (await secrets.create({ name, type: 'kubernetes.io/tls', data: new Map([[CERTIFICATE, made.cert], [KEY, made.exportKey()]]) })) {
    log.info('made', { part: name });
    return made;
  }
  const other = await secrets.get(name);
  if (other === undefined) throw new ClusterError(`the Secret ${name} comes and goes; start again`);
  return openAuthority(other);
}

function openAuthority({ name, data }: KeptSecret): Authority {
  try {
    return Authority.open({ cert: data.get(CERTIFICATE) ?? '', key: data.get(KEY) ?? '' });
  } catch (cause) {
    throw new ClusterError(`the Secret ${name} holds no authority: ${(cause as Error).message}; put the right one back, or remove it to get a new one`, { cause });
  }
}

async function keepCertificate(secrets: Secrets, authority: Authority, wanted: WantedCertificate, log: Log, now: Date): Promise<void> {
  const part = wanted.secret;
  const kept = await secrets.get(part);
  if (kept === undefined) {
    if (await secrets.create(secretOf(authority, wanted, now))) log.info('made', { part });
    return;
  }
  const reason = renewalReason(kept.data.get(CERTIFICATE) ?? '', authority.cert, wanted, now);
  if (reason === undefined) return;
  if (!kept.ours) log.warn('left as it is: somebody else made it', { part, fault: reason });
  else if (await secrets.replace(kept, secretOf(authority, wanted, now))) log.info('made anew', { part, fault: reason });
}

function secretOf(authority: Authority, wanted: WantedCertificate, now: Date): KubernetesSecret {
  const { cert, key } = authority.issue(wanted, now);
  return { name: wanted.secret, type: 'kubernetes.io/tls', data: new Map([[CERTIFICATE, cert], [KEY, key], [AUTHORITY, authority.cert]]) };
}
