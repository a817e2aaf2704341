import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

import { KMSClient, type KMSClientConfig } from '@aws-sdk/client-kms';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { developmentCertificates, writePrivateFile } from '@coffer/service';
import { afterTests, startProcess, tempDir, type ProcessSettings, type RunningProcess } from '@coffer/testing';

export const ACCOUNT_ID = '000000000000';
export const REGION = 'us-east-1';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/**
 * Both services as an operator runs them, each in its own process, on ports that the first start picked and every later one keeps, so that
 * clients find a service again where it was.
 */
export class Installation {
  readonly #settings: ProcessSettings;
  readonly #clients: { destroy(): void }[] = [];
  #ports: Record<string, string> = { COFFER_KMS_PORT: '0', COFFER_KMS_GRPC_PORT: '0', COFFER_KMS_ADMIN_PORT: '0', COFFER_S3_PORT: '0', COFFER_S3_ADMIN_PORT: '0' };
  #kms: RunningProcess | undefined;
  #storage: RunningProcess | undefined;

  private constructor(
    readonly dataDir: string,
    readonly credentials: Credentials,
    settings: ProcessSettings,
  ) {
    const rootKeyFile = join(dataDir, 'root.key');
    writePrivateFile(rootKeyFile, `coffer-root-key-1:${randomBytes(32).toString('base64')}\n`);
    this.#settings = {
      COFFER_DATA_DIR: dataDir,
      COFFER_ACCOUNT_ID: ACCOUNT_ID,
      COFFER_REGION: REGION,
      COFFER_ROOT_ACCESS_KEY_ID: credentials.accessKeyId,
      COFFER_ROOT_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      COFFER_KMS_ROOT_KEY_FILE: rootKeyFile,
      COFFER_LOG_LEVEL: 'warn',
      ...settings,
    };
  }

  /** Starts both. `dataDir` must be empty or what an earlier installation of the same test left. */
  static async start(settings: ProcessSettings = {}, dataDir = tempDir()): Promise<Installation> {
    const installation = new Installation(dataDir, { accessKeyId: 'AKIASYSTEMENDTOEND00', secretAccessKey: randomBytes(20).toString('hex') }, settings);
    await installation.startKms();
    await installation.startStorage();
    afterTests(() => { installation.#closeClients(); });
    return installation;
  }

  get kms(): RunningProcess {
    if (!this.#kms) throw new Error('kms-service was never started');
    return this.#kms;
  }

  get storage(): RunningProcess {
    if (!this.#storage) throw new Error('storage-service was never started');
    return this.#storage;
  }

  get s3Url(): string {
    return `http://localhost:${this.#ports['COFFER_S3_PORT'] ?? ''}`;
  }

  get kmsUrl(): string {
    return `http://localhost:${this.#ports['COFFER_KMS_PORT'] ?? ''}`;
  }

  /** Where the console is, if the settings give it a port of its own. */
  get consoleUrl(): string {
    return `http://localhost:${this.#settings['COFFER_CONSOLE_PORT'] ?? ''}`;
  }

  async startKms(): Promise<void> {
    this.#kms = await startProcess('kms-service', this.settingsOf('kms-service'));
    this.#keep({ COFFER_KMS_PORT: this.#kms.ports['kms'], COFFER_KMS_GRPC_PORT: this.#kms.ports['grpc'], COFFER_KMS_ADMIN_PORT: this.#kms.ports['admin'] });
  }

  async startStorage(): Promise<void> {
    this.#storage = await startProcess('storage-service', this.settingsOf('storage-service'));
    this.#keep({ COFFER_S3_PORT: this.#storage.ports['s3'], COFFER_S3_ADMIN_PORT: this.#storage.ports['admin'] });
  }

  /** What a service is started with. */
  settingsOf(service: 'kms-service' | 'storage-service'): ProcessSettings {
    const { certFile, keyFile, caFile } = developmentCertificates(join(this.dataDir, 'tls'))[service];
    const tls = { COFFER_GRPC_TLS_CERT_FILE: certFile, COFFER_GRPC_TLS_KEY_FILE: keyFile, COFFER_GRPC_TLS_CA_FILE: caFile };
    const prefix = service === 'kms-service' ? 'COFFER_KMS_' : 'COFFER_S3_';
    const ports = Object.fromEntries(Object.entries(this.#ports).filter(([name]) => name.startsWith(prefix)));
    const target = service === 'kms-service' ? {} : { COFFER_KMS_GRPC_TARGET: `localhost:${this.#ports['COFFER_KMS_GRPC_PORT'] ?? ''}`, COFFER_CONSOLE_KMS_URL: this.kmsUrl };
    return { ...this.#settings, ...tls, ...ports, ...target };
  }

  /** Stops both as an operator does, storage first, so that what is under way still finds its keys. */
  async stop(): Promise<void> {
    this.#closeClients();
    await this.#storage?.stop();
    await this.#kms?.stop();
  }

  s3(config: S3ClientConfig = {}): S3Client {
    return this.#client(new S3Client({ endpoint: this.s3Url, region: REGION, credentials: this.credentials, forcePathStyle: true, ...config }));
  }

  kmsClient(config: KMSClientConfig = {}): KMSClient {
    return this.#client(new KMSClient({ endpoint: this.kmsUrl, region: REGION, credentials: this.credentials, ...config }));
  }

  /** What the command-line tools of AWS read. */
  awsEnvironment(): Record<string, string> {
    return {
      AWS_ACCESS_KEY_ID: this.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: this.credentials.secretAccessKey,
      AWS_DEFAULT_REGION: REGION,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_PAGER: '',
    };
  }

  #closeClients(): void {
    for (const client of this.#clients.splice(0)) client.destroy();
  }

  #client<T extends { destroy(): void }>(client: T): T {
    this.#clients.push(client);
    return client;
  }

  #keep(ports: Readonly<Record<string, number | undefined>>): void {
    for (const [name, port] of Object.entries(ports)) if (port !== undefined) this.#ports = { ...this.#ports, [name]: String(port) };
  }
}
