import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { KUBECTL, NAMESPACE } from './kubectl.js';

const AGAIN_MS = 500;
const BEGIN_MS_MAX = 30_000;

/** A port of this machine that leads to a Service, also after the pod behind it was replaced. */
export class Forward {
  readonly #service: string;
  readonly #remotePort: number;
  #child: ChildProcess | undefined;
  #port = 0;
  #closed = false;

  private constructor(service: string, remotePort: number) {
    this.#service = service;
    this.#remotePort = remotePort;
  }

  static async open(service: string, remotePort: number): Promise<Forward> {
    const forward = new Forward(service, remotePort);
    await forward.#begin();
    return forward;
  }

  get url(): string {
    return `https://localhost:${String(this.#port)}`;
  }

  close(): void {
    this.#closed = true;
    this.#child?.kill();
  }

  async #begin(): Promise<void> {
    const ports = `${this.#port === 0 ? '' : String(this.#port)}:${String(this.#remotePort)}`;
    const child = spawn(KUBECTL, ['--namespace', NAMESPACE, 'port-forward', `service/${this.#service}`, ports], { stdio: ['ignore', 'pipe', 'ignore'] });
    this.#child = child;
    child.once('exit', () => void this.#again());
    this.#port = await new Promise<number>((resolve, reject) => {
      const timer = setTimeout(() => { reject(new Error(`kubectl port-forward service/${this.#service} does not begin`)); }, BEGIN_MS_MAX);
      child.stdout.on('data', (chunk: Buffer) => {
        const port = /127\.0\.0\.1:(\d+)/.exec(chunk.toString())?.[1];
        if (port === undefined) return;
        clearTimeout(timer);
        resolve(Number(port));
      });
    });
  }

  /** It ends with the pod that it led to. */
  async #again(): Promise<void> {
    await wait(AGAIN_MS);
    if (!this.#closed) await this.#begin().catch(() => undefined);
  }
}
