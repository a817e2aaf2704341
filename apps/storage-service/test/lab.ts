import { randomBytes } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { developmentCertificates } from '@coffer/service';
import { afterTests, startProcess, tempDir, type ProcessSettings, type RunningProcess } from '@coffer/testing';

import { ACCOUNT, allow, identitiesOf, OTHER_ACCOUNT, type Person } from './people.js';

export { ACCOUNT, OTHER_ACCOUNT };

export const ROOT = { accessKeyId: 'AKIAMADEUPROOT000001', secretAccessKey: 'made-up-root-secret-0123456789' };
export const ALICE = { accessKeyId: 'AKIAMADEUPALICE00001', secretAccessKey: 'made-up-alice-secret-123456789' };
/** A user of another account. */
export const MALLORY = { accessKeyId: 'AKIAMADEUPMALLORY001', secretAccessKey: 'made-up-mallory-secret-3456789' };

/** Both may do everything as far as their own account is concerned. */
const regulars: readonly Person[] = [
  { name: 'alice', accountId: ACCOUNT, statements: [allow('*')], ...ALICE },
  { name: 'mallory', accountId: OTHER_ACCOUNT, statements: [allow('*')], ...MALLORY },
];

/** Both services as processes of their own, on free ports and in an empty directory. */
export interface Lab {
  readonly kms: RunningProcess;
  readonly storage: RunningProcess;
  readonly directory: string;
  readonly port: number;
  readonly kmsSettings: ProcessSettings;
  readonly storageSettings: ProcessSettings;
  s3(config?: Partial<S3ClientConfig>): S3Client;
  /** Puts other people into the identities file, beside alice and mallory. They are known a second or two later. */
  setPeople(people: readonly Person[]): void;
  kmsApi(): KMSClient;
}

export async function startLab(more: ProcessSettings = {}, people: readonly Person[] = []): Promise<Lab> {
  const directory = tempDir();
  const settings = labSettings(directory, people);
  const kms = await startProcess('kms-service', settings.kms);
  const storageSettings = { ...settings.storage, COFFER_KMS_GRPC_TARGET: `localhost:${String(kms.ports['grpc'])}`, ...more };
  const storage = await startProcess('storage-service', storageSettings);
  const port = storage.ports['s3'] ?? 0;
  return {
    kms, storage, directory, port, storageSettings,
    kmsSettings: { ...settings.kms, COFFER_KMS_GRPC_PORT: String(kms.ports['grpc']), COFFER_KMS_PORT: String(kms.ports['kms']) },
    s3: (config) => s3Client(port, config),
    setPeople: (others) => { writePeople(directory, others); },
    kmsApi: () => closing(new KMSClient({ endpoint: `http://127.0.0.1:${String(kms.ports['kms'])}`, region: 'us-east-1', credentials: ROOT, maxAttempts: 1 })),
  };
}

/** What each process is told, before the port of the other is known. */
export function labSettings(directory: string, people: readonly Person[] = []): { readonly kms: ProcessSettings; readonly storage: ProcessSettings } {
  const certificates = developmentCertificates(join(directory, 'tls'));
  const rootKey = join(directory, 'root.key');
  writeFileSync(rootKey, `coffer-root-key-1:${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
  const identitiesFile = writePeople(directory, people);
  const common = {
    COFFER_DATA_DIR: join(directory, 'data'), COFFER_ROOT_ACCESS_KEY_ID: ROOT.accessKeyId, COFFER_ROOT_SECRET_ACCESS_KEY: ROOT.secretAccessKey,
    COFFER_IDENTITIES: identitiesFile, COFFER_IDENTITIES_RELOAD_SECONDS: '1',
  };
  const tls = (name: 'kms-service' | 'storage-service') => ({
    COFFER_GRPC_TLS_CERT_FILE: certificates[name].certFile, COFFER_GRPC_TLS_KEY_FILE: certificates[name].keyFile, COFFER_GRPC_TLS_CA_FILE: certificates[name].caFile,
  });
  return {
    kms: { ...common, ...tls('kms-service'), COFFER_KMS_ROOT_KEY_FILE: rootKey, COFFER_KMS_PORT: '0', COFFER_KMS_GRPC_PORT: '0', COFFER_KMS_ADMIN_PORT: '0', COFFER_LOG_LEVEL: 'warn' },
    storage: { ...common, ...tls('storage-service'), COFFER_S3_PORT: '0', COFFER_S3_ADMIN_PORT: '0' },
  };
}

/** Whole or not at all, as an operator's tool should. */
function writePeople(directory: string, people: readonly Person[]): string {
  const file = join(directory, 'identities.json');
  writeFileSync(`${file}.new`, JSON.stringify(identitiesOf([...regulars, ...people])), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return file;
}

/** The SDK as its users have it, but for retries: what is refused is refused once. */
export function s3Client(port: number, config: Partial<S3ClientConfig> = {}): S3Client {
  const endpoint = `http://127.0.0.1:${String(port)}`;
  return closing(new S3Client({ endpoint, region: 'us-east-1', credentials: ROOT, forcePathStyle: true, maxAttempts: 1, ...config }));
}

function closing<C extends { destroy(): void }>(client: C): C {
  afterTests(() => { client.destroy(); });
  return client;
}

export interface Refused {
  readonly status: number | undefined;
  readonly code: string;
  readonly message: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly [detail: string]: unknown;
}

/** What the SDK throws, as a plain value. */
export async function refused(promise: Promise<unknown>): Promise<Refused> {
  try {
    await promise;
  } catch (error) {
    const { name, message, $metadata, ...details } = error as Error & { $metadata?: { httpStatusCode?: number } };
    // Not enumerable, so that it does not show where errors are printed.
    const headers = (error as { $response?: { headers: Record<string, string> } }).$response?.headers ?? {};
    return { ...details, headers, status: $metadata?.httpStatusCode, code: name, message };
  }
  throw new Error('nothing was refused');
}

/** Bytes that repeat nowhere, the same in every run. */
export function bytes(size: number, seed = 1): Buffer {
  const all = Buffer.alloc(size);
  let state = seed >>> 0 || 1;
  for (let i = 0; i + 4 <= size; i += 4) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    all.writeUInt32LE(state, i);
  }
  return all;
}
