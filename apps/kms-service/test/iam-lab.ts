import { ListKeysCommand } from '@aws-sdk/client-kms';
import { CreateAccessKeyCommand, IAMClient } from '@aws-sdk/client-iam';
import { startProcess, type ProcessSettings, type RunningProcess } from '@coffer/testing';
import { kmsClient } from './client.js';
import { ROOT } from './made-up-settings.js';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The service with its IAM API switched on, and AWS's client for it. */
export class IamLab {
  readonly settings: ProcessSettings;
  #running: RunningProcess | undefined;

  constructor(settings: ProcessSettings) {
    this.settings = { ...settings, COFFER_IAM_API: 'true', COFFER_LOG_LEVEL: 'info' };
  }

  get running(): RunningProcess {
    if (this.#running === undefined) throw new Error('the service does not run yet');
    return this.#running;
  }

  get port(): number {
    return this.running.ports['kms'] ?? 0;
  }

  async start(): Promise<void> {
    this.#running = await startProcess('kms-service', this.settings);
  }

  /** Has the service read its identities file anew, and waits until it has. */
  async reload(): Promise<void> {
    const reloads = (): number => this.running.output().split('"msg":"identities were reloaded"').length;
    const before = reloads();
    process.kill(this.running.pid, 'SIGHUP');
    while (reloads() === before) await new Promise((resolve) => { setTimeout(resolve, 50); });
  }

  async stop(): Promise<void> {
    await this.running.stop();
  }

  client(credentials: Credentials = ROOT): IAMClient {
    return new IAMClient({ endpoint: `http://127.0.0.1:${String(this.port)}`, region: 'us-east-1', credentials, maxAttempts: 1 });
  }

  async newKey(UserName: string): Promise<Credentials> {
    const { AccessKey } = await this.client().send(new CreateAccessKeyCommand({ UserName }));
    return { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
  }

  /** Something of the KMS that a policy must allow. */
  async listKeys(credentials: Credentials): Promise<unknown> {
    const kms = kmsClient(this.port, credentials);
    return kms.send(new ListKeysCommand({})).finally(() => { kms.destroy(); });
  }
}
