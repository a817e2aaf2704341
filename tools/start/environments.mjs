import { join } from 'node:path';

/** The development certificates' files of one service, as developmentCertificates names them. */
function certificateSettings(directory, service) {
  return {
    COFFER_GRPC_TLS_CERT_FILE: join(directory, `${service}.crt`),
    COFFER_GRPC_TLS_KEY_FILE: join(directory, `${service}.key`),
    COFFER_GRPC_TLS_CA_FILE: join(directory, 'ca.crt'),
  };
}

/** Variables that were given, which win over what the start would choose; an empty one is not given. */
function given(env) {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
}

/**
 * The environment of each service: what was given, the paths of what the start makes, and the root credentials unless those were given.
 * The services run as the same user who may read the credentials file, so that their environment shows the secret to nobody new.
 */
export function environments(env, places, credentials) {
  const root =
    credentials === undefined ? {} : { COFFER_ROOT_ACCESS_KEY_ID: credentials.accessKeyId, COFFER_ROOT_SECRET_ACCESS_KEY: credentials.secretAccessKey };
  const common = { ...root, COFFER_DATA_DIR: places.dataDir };
  return {
    kms: { ...common, COFFER_KMS_ROOT_KEY_FILE: places.rootKey, ...certificateSettings(places.certificates, 'kms-service'), ...given(env) },
    storage: { ...common, ...certificateSettings(places.certificates, 'storage-service'), ...given(env) },
  };
}
