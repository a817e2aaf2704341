import type { PeerCertificate } from 'node:tls';
import { denied } from './refused.js';

/** Who has connected, by the certificate that the handshake verified. */
export interface Peer {
  /** What it is recorded as: the first of its names. */
  readonly name: string;
  /** The subject's common name and the DNS names. */
  readonly names: ReadonlySet<string>;
  /** The other end of the connection, without the port. */
  readonly address: string;
}

const DNS_PREFIX = 'DNS:';

export function peerOf(certificate: PeerCertificate | undefined, address: string | undefined): Peer {
  if (certificate === undefined) throw denied('A certificate is needed to call the key service.');
  // Node quotes a name that holds a comma, so such a name equals none that is allowed.
  const dnsNames = (certificate.subjectaltname ?? '').split(', ').filter((name) => name.startsWith(DNS_PREFIX));
  const names = [...commonNames(certificate), ...dnsNames.map((name) => name.slice(DNS_PREFIX.length))];
  const [name] = names;
  if (name === undefined) throw denied("The peer's certificate has neither a common name nor a DNS name.");
  return { name, names: new Set(names), address: address ?? 'unknown' };
}

/** None, one, or a list when the subject repeats the field. */
function commonNames({ subject }: PeerCertificate): readonly string[] {
  const names: string | readonly string[] | undefined = (subject as PeerCertificate['subject'] | undefined)?.CN;
  if (names === undefined) return [];
  return typeof names === 'string' ? [names] : names;
}
