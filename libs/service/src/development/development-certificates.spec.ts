import { X509Certificate } from 'node:crypto';
import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir } from '@coffer/testing';
import { readTls } from '../tls/read-tls.js';
import { SERVICE_NAMES, developmentCertificates, type CertificateFiles } from './development-certificates.js';
import { VALIDITY_DAYS } from './issue-certificates.js';

const DAY_MS = 86_400_000;
const certificate = (file: string): X509Certificate => new X509Certificate(readFileSync(file));
const daysFromNow = (days: number): Date => new Date(Date.now() + days * DAY_MS);

describe('developmentCertificates', () => {
  it.each(SERVICE_NAMES)('makes %s a certificate for this machine, signed by the authority', (name) => {
    const { certFile, keyFile, caFile } = developmentCertificates(join(tempDir(), 'tls'))[name];
    const made = certificate(certFile);
    expect(made.subject).toBe(`CN=${name}`);
    expect(made.subjectAltName).toBe(`DNS:localhost, DNS:${name}, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1`);
    expect(made.ca).toBe(false);
    expect(made.checkIssued(certificate(caFile))).toBe(true);
    expect(made.verify(certificate(caFile).publicKey)).toBe(true);
    expect(certificate(caFile).ca).toBe(true);
    expect(() => readTls({ setting: 'A', file: certFile }, { setting: 'B', file: keyFile }, { setting: 'C', file: caFile })).not.toThrow();
  });

  it('lets nobody else read them, and keeps no key of the authority', () => {
    const directory = join(tempDir(), 'a/tls');
    developmentCertificates(directory);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    const names = readdirSync(directory).sort();
    expect(names).toEqual(['ca.crt', 'kms-service.crt', 'kms-service.key', 'storage-service.crt', 'storage-service.key']);
    for (const name of names) expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600);
  });

  /** Whether a second call makes new ones after something happened to the first. */
  function renewed(happen: (files: CertificateFiles) => void, now = new Date()): boolean {
    const directory = tempDir();
    const first = developmentCertificates(directory);
    const before = certificate(first['kms-service'].certFile).serialNumber;
    happen(first['storage-service']);
    developmentCertificates(directory, now);
    return certificate(first['kms-service'].certFile).serialNumber !== before;
  }

  it('keeps those that are there', () => {
    expect(renewed(() => undefined)).toBe(false);
    expect(renewed(() => undefined, daysFromNow(VALIDITY_DAYS - 31))).toBe(false);
  });

  it.each<[string, (files: CertificateFiles) => void]>([
    ['a key is missing', ({ keyFile }) => { rmSync(keyFile); }],
    ['the authority is missing', ({ caFile }) => { rmSync(caFile); }],
    ['a certificate is spoilt', ({ certFile }) => { writeFileSync(certFile, 'not a certificate'); }],
  ])('makes new ones when %s', (_, happen) => {
    expect(renewed(happen)).toBe(true);
  });

  it('makes new ones a month before their end', () => {
    expect(renewed(() => undefined, daysFromNow(VALIDITY_DAYS - 29))).toBe(true);
  });
});
