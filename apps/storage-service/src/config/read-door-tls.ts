import { readTls, type TlsFiles } from '@coffer/service';

import type { StorageSettings } from './settings.js';

/** The S3 door's certificate and key; undefined if it speaks plain HTTP. Throws StartError. */
export function readDoorTls({ tlsCertFile, tlsKeyFile }: StorageSettings): Pick<TlsFiles, 'cert' | 'key'> | undefined {
  if (tlsCertFile === undefined || tlsKeyFile === undefined) return undefined;
  // Clients of this door show no certificate, so its own stands in for the authority.
  const certificate = { setting: 'COFFER_S3_TLS_CERT_FILE', file: tlsCertFile };
  return readTls(certificate, { setting: 'COFFER_S3_TLS_KEY_FILE', file: tlsKeyFile }, certificate);
}
