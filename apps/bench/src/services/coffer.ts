import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { developmentCertificates, makePrivateDirectory, writePrivateFile, type CertificateFiles } from '@coffer/service';

import type { Bench } from '../bench.js';
import type { Credentials } from '../http1/signed-head.js';
import { Child } from '../process/child.js';

/** Both services, as they come, each in its own process: one worker, embedded engines, default settings but for ports and secrets. */
export interface Coffer extends AsyncDisposable {
  readonly s3Port: number;
  readonly kmsPort: number;
  readonly kmsGrpcPort: number;
  /** What storage-service shows to the KMS, which lets it call for others; the load client shows the same. */
  readonly tls: CertificateFiles;
  readonly credentials: Credentials;
  readonly storage: Child;
  readonly kms: Child;
}

export const REGION = 'us-east-1';
export const ACCOUNT = '000000000000';
const ROOT_KEY_BYTES = 32;

export interface CofferOptions {
  /** The root's. On a directory that an earlier start left they must be the earlier start's. */
  readonly credentials?: Credentials;
  /** Of both services, beside what every start is given. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Starts both on `dir`, which may hold what an earlier start left there. */
export async function startCoffer(bench: Bench, dir: string, { credentials = freshCredentials(), settings = {} }: CofferOptions = {}): Promise<Coffer> {
  makePrivateDirectory(dir);
  const certificates = developmentCertificates(join(dir, 'tls'));
  const start = (name: 'kms-service' | 'storage-service', env: Readonly<Record<string, string>>) => {
    const modulePath = join(import.meta.dirname, `../../../${name}/dist/main.js`);
    return Child.start({ name, modulePath, logDir: dir, env: { ...sharedEnv(dir, certificates[name], credentials), ...settings, ...env }, ...placed(bench) });
  };
  const kms = await start('kms-service', {
    COFFER_KMS_PORT: '0', COFFER_KMS_GRPC_PORT: '0', COFFER_KMS_ADMIN_PORT: '0', COFFER_KMS_ROOT_KEY_FILE: rootKeyFile(dir),
  });
  const kmsGrpcPort = port(kms.ports, 'grpc');
  const storageEnv = { COFFER_S3_PORT: '0', COFFER_S3_ADMIN_PORT: '0', COFFER_CONSOLE_PORT: 'off', COFFER_KMS_GRPC_TARGET: `localhost:${String(kmsGrpcPort)}` };
  const storage = await start('storage-service', storageEnv).catch(async (error: unknown) => {
    await kms.child[Symbol.asyncDispose]();
    throw error;
  });
  return {
    s3Port: port(storage.ports, 's3'),
    kmsPort: port(kms.ports, 'kms'),
    kmsGrpcPort,
    tls: certificates['storage-service'],
    credentials,
    storage: storage.child,
    kms: kms.child,
    async [Symbol.asyncDispose]() {
      await storage.child[Symbol.asyncDispose]();
      await kms.child[Symbol.asyncDispose]();
    },
  };
}

export function freshCredentials(): Credentials {
  return { accessKeyId: `AKIA${randomBytes(8).toString('hex').toUpperCase()}`, secretAccessKey: randomBytes(20).toString('hex'), region: REGION };
}

/** How a server process is to be placed and watched. */
function placed(bench: Bench): { cpu?: number; execArgv: readonly string[] } {
  const execArgv = bench.profileDir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${bench.profileDir}`];
  return { execArgv, ...(bench.serverCpu === undefined ? {} : { cpu: bench.serverCpu }) };
}

/** The root key of an earlier start on the same directory, or a fresh one. */
function rootKeyFile(dir: string): string {
  const file = join(dir, 'root.key');
  if (!existsSync(file)) writePrivateFile(file, `coffer-root-key-1:${randomBytes(ROOT_KEY_BYTES).toString('base64')}\n`);
  return file;
}

function sharedEnv(dir: string, tls: CertificateFiles, credentials: Credentials): Record<string, string> {
  return {
    COFFER_DATA_DIR: dir,
    COFFER_ACCOUNT_ID: ACCOUNT,
    COFFER_REGION: REGION,
    COFFER_ROOT_ACCESS_KEY_ID: credentials.accessKeyId,
    COFFER_ROOT_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    COFFER_GRPC_TLS_CA_FILE: tls.caFile,
    COFFER_GRPC_TLS_CERT_FILE: tls.certFile,
    COFFER_GRPC_TLS_KEY_FILE: tls.keyFile,
  };
}

function port(ports: Readonly<Record<string, number>>, name: string): number {
  const found = ports[name];
  if (found === undefined) throw new Error(`a service told no port "${name}", only ${Object.keys(ports).join(', ')}`);
  return found;
}

/** Where storage-service keeps its records under its data directory. */
export function indexDir(dir: string): string {
  return join(dir, 'storage/index');
}
