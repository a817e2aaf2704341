import type { TlsFileNames } from '../tls/live-tls.js';
import { accessKeyId, accountId, filePath, hostName, logLevel, region, secretAccessKey, wholeNumber } from './pieces.js';
import { defaulted, optional, secret, type ValuesOf } from './setting.js';

/** What both services read. A service spreads this into a table of its own. */
export const sharedSettings = {
  dataDir: defaulted('COFFER_DATA_DIR', 'Where the embedded engine and the development secrets live', filePath, '.coffer'),
  host: defaulted('COFFER_HOST', 'The address that every door listens on', hostName, '127.0.0.1'),
  accountId: defaulted('COFFER_ACCOUNT_ID', 'The account as it appears in ARNs', accountId, '000000000000'),
  region: defaulted('COFFER_REGION', 'The region as it appears in ARNs and signatures', region, 'us-east-1'),
  identities: optional('COFFER_IDENTITIES', 'The identities file, or a directory of them; without it there is the root only', filePath),
  identitiesReloadSeconds: defaulted('COFFER_IDENTITIES_RELOAD_SECONDS', 'How often the identities files are looked at for changes, in seconds; 0: only at SIGHUP', wholeNumber(0, 86_400), '5'),
  rootAccessKeyId: optional('COFFER_ROOT_ACCESS_KEY_ID', "The access key id of the account's root", accessKeyId),
  rootSecretAccessKey: secret(optional('COFFER_ROOT_SECRET_ACCESS_KEY', "The secret access key of the account's root", secretAccessKey)),
  logLevel: defaulted('COFFER_LOG_LEVEL', 'The least level that is logged: trace, debug, info, warn or error', logLevel, 'info'),
  tlsReloadSeconds: defaulted('COFFER_TLS_RELOAD_SECONDS', 'How often the files of certificates, keys and authorities are looked at for changes, in seconds; 0: only at SIGHUP', wholeNumber(0, 86_400), '10'),
  shutdownSeconds: defaulted('COFFER_SHUTDOWN_SECONDS', 'How long requests may take to end after a stop was asked for', wholeNumber(1, 600), '10'),
} as const;

/** The files of mutual TLS between the services; each side has its own certificate and key. */
export const grpcTlsSettings = {
  grpcTlsCertFile: optional('COFFER_GRPC_TLS_CERT_FILE', 'The certificate (PEM) by which this service shows itself to the other', filePath),
  grpcTlsKeyFile: optional('COFFER_GRPC_TLS_KEY_FILE', "The certificate's private key (PEM)", filePath),
  grpcTlsCaFile: optional('COFFER_GRPC_TLS_CA_FILE', 'The certificates (PEM) of the authority that signs the other service', filePath),
} as const;

/** The setting of each of those files, for LiveTls. The rules of both services see to it that all three are given. */
export function grpcTlsFileNames(values: ValuesOf<typeof grpcTlsSettings>): Required<TlsFileNames> {
  return {
    cert: { setting: 'COFFER_GRPC_TLS_CERT_FILE', file: values.grpcTlsCertFile ?? '' },
    key: { setting: 'COFFER_GRPC_TLS_KEY_FILE', file: values.grpcTlsKeyFile ?? '' },
    ca: { setting: 'COFFER_GRPC_TLS_CA_FILE', file: values.grpcTlsCaFile ?? '' },
  };
}

/** Half of the root's credentials is a mistake, whichever half. */
export function rootCredentialsRule(values: Pick<ValuesOf<typeof sharedSettings>, 'rootAccessKeyId' | 'rootSecretAccessKey'>): readonly string[] {
  if (values.rootAccessKeyId !== undefined && values.rootSecretAccessKey === undefined) {
    return ['COFFER_ROOT_SECRET_ACCESS_KEY: is needed beside COFFER_ROOT_ACCESS_KEY_ID'];
  }
  if (values.rootAccessKeyId === undefined && values.rootSecretAccessKey !== undefined) {
    return ['COFFER_ROOT_ACCESS_KEY_ID: is needed beside COFFER_ROOT_SECRET_ACCESS_KEY'];
  }
  return [];
}
