import { X509Certificate, createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileFault } from '../settings/read-secret-file.js';
import { StartError } from '../start/start-error.js';

/** A file and the setting that named it. */
export interface NamedFile {
  readonly setting: string;
  readonly file: string;
}

/** What TLS libraries take, in PEM. */
export interface TlsFiles {
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly ca: Buffer;
}

/** In one file: far above any chain or bundle of authorities. */
export const CERTIFICATES_MAX = 500;

const certificateBlock = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

function readNamed({ setting, file }: NamedFile, read: (file: string) => Buffer): Buffer {
  try {
    return read(file);
  } catch (error) {
    throw new StartError(`${setting}: ${file} ${fileFault(error)}`, { cause: error });
  }
}

function parsed<T>({ setting, file }: NamedFile, what: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new StartError(`${setting}: ${file} holds no ${what} in PEM form`, { cause: error });
  }
}

/** Every certificate of a file, in order. Throws for a file without one, and for one that ends within one. */
export function certificatesOf(pem: Buffer): readonly [X509Certificate, ...X509Certificate[]] {
  const text = pem.toString('latin1');
  const [first, ...more] = text.match(certificateBlock) ?? [];
  // A file that is still being written ends within a certificate.
  if (first === undefined || text.split('-----BEGIN CERTIFICATE-----').length !== more.length + 2) throw new Error('no certificate, or half of one');
  if (more.length >= CERTIFICATES_MAX) throw new Error('too many certificates');
  return [new X509Certificate(first), ...more.map((block) => new X509Certificate(block))];
}

/**
 * Reads a certificate, its private key and the authority's certificates, and checks that they belong together and have not expired,
 * because TLS itself tells such mistakes only at the first handshake and to the other side. Every refusal names its setting.
 *
 * Of several authorities, as there are while one follows another, one that has not expired is enough.
 */
export function readTls(certFile: NamedFile, keyFile: NamedFile, caFile: NamedFile, now = new Date(), read: (file: string) => Buffer = (file) => readFileSync(file)): TlsFiles {
  const files = { cert: readNamed(certFile, read), key: readNamed(keyFile, read), ca: readNamed(caFile, read) };
  const [certificate] = parsed(certFile, 'certificate', () => certificatesOf(files.cert));
  const key = parsed(keyFile, 'private key', () => createPrivateKey(files.key));
  const authorities = parsed(caFile, 'certificate', () => certificatesOf(files.ca));
  if (!certificate.checkPrivateKey(key)) throw new StartError(`${keyFile.setting}: ${keyFile.file} is not the key of the certificate in ${certFile.file}`);
  assertCurrent(certFile, certificate, now);
  assertCurrent(caFile, authorities.reduce((latest, each) => (each.validToDate > latest.validToDate ? each : latest)), now);
  return files;
}

function assertCurrent({ setting, file }: NamedFile, { validToDate }: X509Certificate, now: Date): void {
  if (validToDate < now) throw new StartError(`${setting}: the certificate in ${file} expired on ${validToDate.toISOString()}`);
}
