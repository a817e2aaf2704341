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

function readNamed({ setting, file }: NamedFile): Buffer {
  try {
    return readFileSync(file);
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

/**
 * Reads a certificate, its private key and the authority's certificates, and checks that they belong together and have not expired,
 * because TLS itself tells such mistakes only at the first handshake and to the other side. Every refusal names its setting.
 */
export function readTls(certFile: NamedFile, keyFile: NamedFile, caFile: NamedFile, now = new Date()): TlsFiles {
  const files = { cert: readNamed(certFile), key: readNamed(keyFile), ca: readNamed(caFile) };
  const certificate = parsed(certFile, 'certificate', () => new X509Certificate(files.cert));
  const key = parsed(keyFile, 'private key', () => createPrivateKey(files.key));
  const authority = parsed(caFile, 'certificate', () => new X509Certificate(files.ca));
  if (!certificate.checkPrivateKey(key)) throw new StartError(`${keyFile.setting}: ${keyFile.file} is not the key of the certificate in ${certFile.file}`);
  for (const [{ setting, file }, { validToDate }] of [[certFile, certificate], [caFile, authority]] as const) {
    if (validToDate < now) throw new StartError(`${setting}: the certificate in ${file} expired on ${validToDate.toISOString()}`);
  }
  return files;
}
