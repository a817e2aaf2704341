import { join } from 'node:path';
import {
  defaulted, engineUrl, filePath, flag, grpcTlsSettings, optional, portNumber, readSettings, required, rootCredentialsRule, sharedSettings, tracingSettings, type SettingRule,
  type SettingTable, type ValuesOf,
} from '@coffer/service';
import { auditSettings, digestRule, digestSettings } from './audit-settings.js';
import { names } from './names.js';

/** Where the keys are, and how they are told in ARNs: all that reading the audit log takes. */
const placeSettings = {
  dataDir: sharedSettings.dataDir,
  accountId: sharedSettings.accountId,
  region: sharedSettings.region,
  storeUrl: defaulted('COFFER_KMS_STORE_URL', 'Where keys and audit events are kept: lmdb: is the folder kms of the data directory, lmdb:PATH another', engineUrl('lmdb'), 'lmdb:'),
} as const satisfies SettingTable;

/** What opens the keys. */
const rootKeySettings = {
  rootKeyFile: required('COFFER_KMS_ROOT_KEY_FILE', 'The file of the root key, which wraps all key material; its mode must be 0600, or 0440 where root owns it', filePath),
} as const satisfies SettingTable;

const NEW_ROOT_KEY = ['COFFER_KMS_NEW_ROOT_KEY_FILE', "The file of the root key that `root-key rotate` puts in the present one's place; nothing else reads it", filePath] as const;

/** Every setting of kms-service. */
export const kmsSettings = {
  ...sharedSettings,
  ...grpcTlsSettings,
  ...placeSettings,
  ...auditSettings,
  ...tracingSettings,
  kmsPort: defaulted('COFFER_KMS_PORT', 'The port of the AWS KMS API; 0 picks a free one', portNumber, '9010'),
  grpcPort: defaulted('COFFER_KMS_GRPC_PORT', 'The port of the gRPC API for services; 0 picks a free one', portNumber, '9011'),
  adminPort: defaulted('COFFER_KMS_ADMIN_PORT', "The port of kms-service's health and metrics; 0 picks a free one", portNumber, '9091'),
  ...rootKeySettings,
  newRootKeyFile: optional(...NEW_ROOT_KEY),
  tlsCertFile: optional('COFFER_KMS_TLS_CERT_FILE', 'The certificate (PEM) of the AWS KMS API; with it the API is HTTPS', filePath),
  tlsKeyFile: optional('COFFER_KMS_TLS_KEY_FILE', "That certificate's private key (PEM)", filePath),
  iamApi: defaulted('COFFER_IAM_API', 'Whether kms-service serves the IAM API and keeps what is made by it: true or false', flag, 'false'),
  forwarders: defaulted('COFFER_KMS_FORWARDERS', 'Names of the certificates that may call for others, separated by commas', names, 'storage-service'),
} as const satisfies SettingTable;

export type KmsSettings = ValuesOf<typeof kmsSettings>;
export type PlaceSettings = ValuesOf<typeof placeSettings>;

type Environment = Readonly<Record<string, string | undefined>>;

/** Throws StartError with a line for each mistake. */
export function readKmsSettings(env: Environment): KmsSettings {
  return readSettings(kmsSettings, env, rootCredentialsRule, digestRule, grpcTlsRule, httpsRule, portsRule);
}

/** What the audit command needs, whatever else is or is not set. */
export function readPlaceSettings(env: Environment): PlaceSettings {
  return readSettings(placeSettings, env);
}

/** What the commands need that sign: the place, and the root key that guards the signing key. */
const signingSettings = { ...placeSettings, ...digestSettings, rootKeyFile: kmsSettings.rootKeyFile } as const satisfies SettingTable;

export type SigningSettings = ValuesOf<typeof signingSettings>;

export function readSigningSettings(env: Environment): SigningSettings {
  return readSettings(signingSettings, env);
}

/** What opening the keys needs, whatever else is or is not set. */
export function readKeySettings(env: Environment): PlaceSettings & Pick<KmsSettings, 'rootKeyFile'> {
  return readSettings({ ...placeSettings, ...rootKeySettings }, env);
}

const rotationSettings = { ...placeSettings, ...rootKeySettings, newRootKeyFile: required(...NEW_ROOT_KEY) } as const satisfies SettingTable;

export type RotationSettings = ValuesOf<typeof rotationSettings>;

/** What rotating the root key needs, whatever else is or is not set. */
export function readRotationSettings(env: Environment): RotationSettings {
  return readSettings(rotationSettings, env);
}

/** The folder of the keys and of the audit log. */
export function storeDirectory({ storeUrl, dataDir }: PlaceSettings): string {
  return storeUrl.rest === '' ? join(dataDir, 'kms') : storeUrl.rest;
}

/** Services are never called without mutual TLS. */
const grpcTlsRule: SettingRule<KmsSettings> = ({ grpcTlsCertFile, grpcTlsKeyFile, grpcTlsCaFile }) => [
  ...(grpcTlsCertFile === undefined ? ['COFFER_GRPC_TLS_CERT_FILE: is needed and not given (the gRPC API is mutual TLS only)'] : []),
  ...(grpcTlsKeyFile === undefined ? ['COFFER_GRPC_TLS_KEY_FILE: is needed and not given (the gRPC API is mutual TLS only)'] : []),
  ...(grpcTlsCaFile === undefined ? ['COFFER_GRPC_TLS_CA_FILE: is needed and not given (the gRPC API is mutual TLS only)'] : []),
];

const httpsRule: SettingRule<KmsSettings> = ({ tlsCertFile, tlsKeyFile }) => {
  if ((tlsCertFile === undefined) === (tlsKeyFile === undefined)) return [];
  const [missing, given] = tlsCertFile === undefined ? ['CERT', 'KEY'] : ['KEY', 'CERT'];
  return [`COFFER_KMS_TLS_${missing}_FILE: is needed beside COFFER_KMS_TLS_${given}_FILE`];
};

const portsRule: SettingRule<KmsSettings> = ({ kmsPort, grpcPort, adminPort }) => {
  const ports = [kmsPort, grpcPort, adminPort].filter((port) => port !== 0);
  return new Set(ports).size === ports.length ? [] : ['COFFER_KMS_PORT: this, COFFER_KMS_GRPC_PORT and COFFER_KMS_ADMIN_PORT must be three ports'];
};
