import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { StartError } from '@coffer/service';

import type { StorageSettings } from './settings.js';

/** The S3 door's certificate and key; undefined if it speaks plain HTTP. Throws StartError, because TLS tells such mistakes only at a handshake. */
export function readDoorTls({ tlsCertFile, tlsKeyFile }: StorageSettings): { readonly cert: Buffer; readonly key: Buffer } | undefined {
  if (tlsCertFile === undefined || tlsKeyFile === undefined) return undefined;
  const cert = read('COFFER_S3_TLS_CERT_FILE', tlsCertFile);
  const key = read('COFFER_S3_TLS_KEY_FILE', tlsKeyFile);
  const certificate = parsed('COFFER_S3_TLS_CERT_FILE', tlsCertFile, 'certificate', () => new X509Certificate(cert));
  const privateKey = parsed('COFFER_S3_TLS_KEY_FILE', tlsKeyFile, 'private key', () => createPrivateKey(key));
  if (!certificate.checkPrivateKey(privateKey)) throw new StartError(`COFFER_S3_TLS_KEY_FILE: ${tlsKeyFile} is not the key of the certificate in ${tlsCertFile}`);
  return { cert, key };
}

function read(setting: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new StartError(`${setting}: ${file} cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown'})`, { cause });
  }
}

function parsed<T>(setting: string, file: string, what: string, parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    throw new StartError(`${setting}: ${file} holds no ${what} in PEM form`, { cause });
  }
}
