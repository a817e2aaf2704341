import { X509Certificate } from 'node:crypto';
import type { CertificateRequest } from '@coffer/service';

/** Renewed when less than this part of its time is left. */
const LEFT_PART = 1 / 3;

/** Why a certificate has to be made anew, in words for a log; undefined: it does not. */
export function renewalReason(pem: string, authority: string, { names, commonName }: CertificateRequest, now: Date): string | undefined {
  const made = parse(pem);
  if (made === undefined) return 'it cannot be read';
  if (!made.verify(new X509Certificate(authority).publicKey)) return 'another authority has signed it';
  const { validFromDate: from, validToDate: to } = made;
  if (to.getTime() - now.getTime() < (to.getTime() - from.getTime()) * LEFT_PART) return `it ends on ${to.toISOString()}`;
  if (made.subject !== `CN=${commonName}`) return 'it is of another service';
  const missing = names.filter((name) => !namesOf(made).includes(name));
  return missing.length === 0 ? undefined : `it is not for ${missing.join(', ')}`;
}

function parse(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

function namesOf({ subjectAltName = '' }: X509Certificate): readonly string[] {
  return subjectAltName.split(', ').map((name) => name.replace(/^DNS:/, ''));
}
