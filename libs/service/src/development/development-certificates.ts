import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { issueCertificates } from './issue-certificates.js';
import { writePrivateFile } from './write-private.js';

/** The files by which one service shows itself and checks the other. */
export interface CertificateFiles {
  readonly certFile: string;
  readonly keyFile: string;
  readonly caFile: string;
}

/** The common names of the two services; the KMS believes a forwarded caller only from the second. */
export const SERVICE_NAMES = ['kms-service', 'storage-service'] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];
export type DevelopmentCertificates = Readonly<Record<ServiceName, CertificateFiles>>;

/** Certificates that end within this are made anew. */
export const RENEWAL_DAYS = 30;
const DAY_MS = 86_400_000;

function filesOf(directory: string, name: ServiceName): CertificateFiles {
  const file = (ending: string): string => join(directory, `${name}.${ending}`);
  return { certFile: file('crt'), keyFile: file('key'), caFile: join(directory, 'ca.crt') };
}

/** Whether a certificate is there with its key, signed by the authority beside it, and good for a while. */
function stillGood({ certFile, keyFile, caFile }: CertificateFiles, now: Date): boolean {
  if (![certFile, keyFile, caFile].every((file) => existsSync(file))) return false;
  try {
    const [certificate, authority] = [certFile, caFile].map((file) => new X509Certificate(readFileSync(file)));
    if (certificate === undefined || authority === undefined) return false;
    const enough = certificate.validToDate.getTime() - now.getTime() > RENEWAL_DAYS * DAY_MS;
    return enough && certificate.verify(authority.publicKey);
  } catch {
    return false;
  }
}

/**
 * The development certificates of both services in a directory: those that are there or, where one is missing, spoilt or about to end,
 * new ones. They are made together, because the authority's key is not kept.
 */
export function developmentCertificates(directory: string, now = new Date()): DevelopmentCertificates {
  const files = { 'kms-service': filesOf(directory, 'kms-service'), 'storage-service': filesOf(directory, 'storage-service') };
  if (SERVICE_NAMES.every((name) => stillGood(files[name], now))) return files;
  const { ca, issued } = issueCertificates(SERVICE_NAMES, now);
  for (const name of SERVICE_NAMES) {
    writePrivateFile(files[name].keyFile, issued.get(name)?.key ?? '');
    writePrivateFile(files[name].certFile, issued.get(name)?.cert ?? '');
    writePrivateFile(files[name].caFile, ca);
  }
  return files;
}
