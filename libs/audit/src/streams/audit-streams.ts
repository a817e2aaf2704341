import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { AuditLog } from '../audit-log.js';
import type { Delivery } from './delivery.js';
import { FileDelivery } from './file-delivery.js';
import { Follower, type StreamObserver } from './follower.js';
import { HttpDelivery, jsonArray } from './http-delivery.js';
import { otlpLogs } from './otlp-logs.js';
import { StdoutDelivery } from './stdout-delivery.js';
import { StreamCursor } from './stream-cursor.js';
import { nameOfTarget, type StreamTarget } from './stream-target.js';
import { SyslogStreamDelivery } from './syslog-stream-delivery.js';
import { SyslogUdpDelivery } from './syslog-udp-delivery.js';

export interface AuditStreamsOptions {
  readonly targets: readonly StreamTarget[];
  readonly log: AuditLog;
  /** The folder of the cursors. */
  readonly directory: string;
  /** Our own name: `kms-service`. */
  readonly service: string;
  /** The headers by which webhooks know us: asked for each request, so that no copy of a secret is kept. */
  readonly webhookHeaders?: () => Readonly<Record<string, string>>;
  readonly observerOf: (stream: string) => StreamObserver;
}

/** Every stream of one log. Each goes at its own pace. */
export class AuditStreams {
  readonly name = 'audit streams';
  readonly #followers: readonly Follower[];
  readonly #targets: readonly StreamTarget[];

  constructor(options: AuditStreamsOptions) {
    this.#targets = options.targets;
    this.#followers = options.targets.map((target) => followerOf(target, options));
  }

  async start(): Promise<void> {
    await Promise.all(this.#followers.map((follower) => follower.start()));
  }

  /** Says that the log grew by so many events. */
  grew(events: number): void {
    for (const follower of this.#followers) follower.grew(events);
  }

  /** When the oldest group that a stream has not delivered was written, by the stream's name; undefined for one that has delivered everything. */
  async oldestUndelivered(): Promise<readonly (readonly [stream: string, written: Date | undefined])[]> {
    const found = await Promise.all(this.#followers.map((follower) => follower.oldestUndelivered()));
    return this.#targets.map((target, index) => [nameOfTarget(target), found[index]] as const);
  }

  async close(): Promise<void> {
    await Promise.all(this.#followers.map((follower) => follower.close()));
  }
}

function followerOf(target: StreamTarget, options: AuditStreamsOptions): Follower {
  const { log, directory, observerOf } = options;
  const file = `${target.kind}-${createHash('sha256').update(JSON.stringify(target)).digest('hex').slice(0, 16)}.json`;
  const cursor = target.kind === 'stdout' ? undefined : new StreamCursor(join(directory, file));
  return new Follower({ log, delivery: deliveryOf(target, options), cursor, observer: observerOf(nameOfTarget(target)) });
}

function deliveryOf(target: StreamTarget, { service, webhookHeaders }: AuditStreamsOptions): Delivery {
  switch (target.kind) {
    case 'stdout':
      return new StdoutDelivery();
    case 'file':
      return new FileDelivery(target.path);
    case 'syslog':
      return target.transport === 'udp' ? new SyslogUdpDelivery(target.host, target.port) : new SyslogStreamDelivery(target.transport, target.host, target.port);
    case 'otlp':
      return new HttpDelivery(target.url, (lines) => otlpLogs(service, lines));
    case 'webhook':
      return new HttpDelivery(target.url, jsonArray, webhookHeaders);
  }
}
