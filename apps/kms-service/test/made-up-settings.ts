import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { developmentCertificates } from '@coffer/service';
import { tempDir, type ProcessSettings } from '@coffer/testing';

/** An account of the identities file, beside the root's. */
export const OTHER_ACCOUNT_ID = '111122223333';

export const ROOT = { accessKeyId: 'AKIAMADEUPROOT000001', secretAccessKey: 'made-up-root-secret-0123456789' };
export const ALICE = { accessKeyId: 'AKIAMADEUPALICE00001', secretAccessKey: 'made-up-alice-secret-123456789' };
export const MALLORY = { accessKeyId: 'AKIAMADEUPMALLORY001', secretAccessKey: 'made-up-mallory-secret-3456789' };

/** On whom no policy hangs. */
export const BOB = { accessKeyId: 'AKIAMADEUPBOB0000001', secretAccessKey: 'made-up-bob-secret-12345678901' };

const KMS_ADMINISTRATOR = [{ name: 'kms', document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'kms:*', Resource: '*' }] } }];

const user = (name: string, { accessKeyId: id, secretAccessKey: secret }: typeof ALICE, policies: readonly object[] = KMS_ADMINISTRATOR): object => ({
  name, accessKeys: [{ id, secret }], policies,
});

const identities = {
  accounts: [
    { id: '000000000000', users: [user('alice', ALICE), user('bob', BOB, [])] },
    { id: OTHER_ACCOUNT_ID, users: [user('mallory', MALLORY)] },
  ],
};

/** A root key file as the service wants it. */
export function writeRootKey(path: string, mode = 0o600): string {
  writeFileSync(path, `coffer-root-key-1:${randomBytes(32).toString('base64')}\n`, { mode });
  return path;
}

/** Settings of a service of its own: free ports, an empty directory, made-up root key, certificates and identities. */
export function madeUpSettings(directory = tempDir()): ProcessSettings & { readonly COFFER_DATA_DIR: string; readonly COFFER_KMS_ROOT_KEY_FILE: string } {
  const { 'kms-service': tls } = developmentCertificates(join(directory, 'tls'));
  const identitiesFile = join(directory, 'identities.json');
  writeFileSync(identitiesFile, JSON.stringify(identities), { mode: 0o600 });
  return {
    COFFER_DATA_DIR: join(directory, 'data'),
    COFFER_KMS_PORT: '0',
    COFFER_KMS_GRPC_PORT: '0',
    COFFER_KMS_ADMIN_PORT: '0',
    COFFER_KMS_ROOT_KEY_FILE: writeRootKey(join(directory, 'root.key')),
    COFFER_GRPC_TLS_CERT_FILE: tls.certFile,
    COFFER_GRPC_TLS_KEY_FILE: tls.keyFile,
    COFFER_GRPC_TLS_CA_FILE: tls.caFile,
    COFFER_ROOT_ACCESS_KEY_ID: ROOT.accessKeyId,
    COFFER_ROOT_SECRET_ACCESS_KEY: ROOT.secretAccessKey,
    COFFER_IDENTITIES: identitiesFile,
    COFFER_LOG_LEVEL: 'warn',
  };
}
