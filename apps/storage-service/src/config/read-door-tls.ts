import { LiveTls } from '@coffer/service';

import type { StorageSettings } from './settings.js';

/** The S3 door's certificate and key; undefined if it speaks plain HTTP. Throws StartError. */
export function readDoorTls({ tlsCertFile, tlsKeyFile }: StorageSettings): LiveTls | undefined {
  if (tlsCertFile === undefined || tlsKeyFile === undefined) return undefined;
  return LiveTls.load('s3', { cert: { setting: 'COFFER_S3_TLS_CERT_FILE', file: tlsCertFile }, key: { setting: 'COFFER_S3_TLS_KEY_FILE', file: tlsKeyFile } });
}
