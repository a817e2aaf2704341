import type { Log } from '@coffer/service';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Backlog } from './group-commit.js';
import type { GroupShipper } from './group-shipper.js';
import type { AuditStreams } from './streams/audit-streams.js';
import type { StreamObserver } from './streams/follower.js';
import type { UpkeepObserver } from './upkeep.js';

/** From one write of a fast disk to what a caller notices. */
const APPEND_BUCKETS_SECONDS = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1];

/** What is counted of the audit logs of one service, and what is read of them when somebody asks. */
export class AuditMetrics {
  readonly #registry: Registry;
  readonly #seconds: Histogram;
  readonly #events: Counter;
  readonly #lag: Gauge<'stream'>;
  readonly #errors: Counter<'stream'>;
  readonly #skipped: Counter<'stream'>;
  readonly #upkeepFailures: Counter<'task'>;
  readonly #backlogs: (() => Backlog)[] = [];
  readonly #streams: AuditStreams[] = [];

  constructor(registry: Registry) {
    const registers = [registry];
    this.#registry = registry;
    this.#seconds = new Histogram({ name: 'coffer_audit_append_seconds', help: 'Time until a group of audit events was durable', buckets: APPEND_BUCKETS_SECONDS, registers });
    this.#events = new Counter({ name: 'coffer_audit_events_total', help: 'Audit events that were made durable', registers });
    this.#lag = new Gauge({ name: 'coffer_audit_stream_lag_events', help: 'Audit events that a stream has not delivered yet', labelNames: ['stream'], registers });
    this.#errors = new Counter({ name: 'coffer_audit_stream_errors_total', help: 'Deliveries of audit events that failed and are tried again', labelNames: ['stream'], registers });
    this.#skipped = new Counter({ name: 'coffer_audit_stream_skipped_events_total', help: 'Audit events that expired before a stream delivered them', labelNames: ['stream'], registers });
    this.#upkeepFailures = new Counter({ name: 'coffer_audit_upkeep_failures_total', help: 'Rounds of upkeep that failed', labelNames: ['task'], registers });
    for (const task of ['export', 'remove']) this.#upkeepFailures.inc({ task }, 0);
    this.#gaugeBacklog(registers);
    this.#gaugeStreams(registers);
  }

  appended(seconds: number, events: number): void {
    this.#seconds.observe(seconds);
    this.#events.inc(events);
  }

  /** Counts what waits here, too, among the events that are not durable yet. */
  watchBacklog(backlog: () => Backlog): void {
    this.#backlogs.push(backlog);
  }

  watchStreams(streams: AuditStreams): void {
    this.#streams.push(streams);
  }

  /** Gauges of what the other log does not have yet. */
  watchShipper(shipper: Pick<GroupShipper, 'unshipped' | 'oldestUnshipped'>): void {
    const registers = [this.#registry];
    new Gauge({ name: 'coffer_audit_unshipped_events', help: "Management events that the KMS's log does not have yet", registers, collect() { this.set(shipper.unshipped); } });
    new Gauge({
      name: 'coffer_audit_oldest_unshipped_seconds', help: "Age of the oldest management event that the KMS's log does not have yet", registers,
      async collect() { this.set(ageSeconds(await shipper.oldestUnshipped())); },
    });
  }

  /** What upkeep tells. `digests`: whether this service exports any. */
  upkeepObserver(digests = false): UpkeepObserver {
    const exported = digests
      ? new Gauge({ name: 'coffer_audit_digest_last_success_timestamp_seconds', help: 'When a digest of the audit log was last exported', registers: [this.#registry] })
      : undefined;
    return {
      failed: (task) => { this.#upkeepFailures.inc({ task }); },
      exported: (at) => { exported?.set(at.getTime() / 1_000); },
    };
  }

  /** Two logs may have a stream of one name: what it lacks is the sum. */
  observerOf(log: Log, stream: string): StreamObserver {
    let told = 0;
    this.#skipped.inc({ stream }, 0);
    this.#errors.inc({ stream }, 0);
    this.#lag.inc({ stream }, 0);
    return {
      lag: (count) => {
        this.#lag.inc({ stream }, count - told);
        told = count;
      },
      failed: (err) => {
        this.#errors.inc({ stream });
        log.warn('audit events could not be delivered and are sent again', { part: stream, err });
      },
      skipped: (count) => {
        this.#skipped.inc({ stream }, count);
        log.error('audit events expired before a stream delivered them', { part: stream, count });
      },
    };
  }

  #gaugeBacklog(registers: Registry[]): void {
    const backlogs = (): Backlog[] => this.#backlogs.map((backlog) => backlog());
    new Gauge({
      name: 'coffer_audit_waiting_events', help: 'Audit events that are not durable yet', registers,
      collect() { this.set(backlogs().reduce((sum, { count }) => sum + count, 0)); },
    });
    new Gauge({
      name: 'coffer_audit_oldest_waiting_seconds', help: 'Age of the oldest audit event that is not durable yet', registers,
      collect() { this.set(Math.max(0, ...backlogs().map(({ oldestSeconds }) => oldestSeconds))); },
    });
  }

  #gaugeStreams(registers: Registry[]): void {
    const oldest = async (): Promise<readonly (readonly [string, number])[]> => {
      const found = await Promise.all(this.#streams.map((streams) => streams.oldestUndelivered()));
      return found.flat().map(([stream, written]) => [stream, ageSeconds(written)] as const);
    };
    new Gauge({
      name: 'coffer_audit_stream_lag_seconds', help: 'Age of the oldest audit event that a stream has not delivered yet', labelNames: ['stream'], registers,
      async collect() {
        const ages = new Map<string, number>();
        for (const [stream, seconds] of await oldest()) ages.set(stream, Math.max(seconds, ages.get(stream) ?? 0));
        for (const [stream, seconds] of ages) this.set({ stream }, seconds);
      },
    });
  }
}

function ageSeconds(written: Date | undefined): number {
  return written === undefined ? 0 : Math.max(0, (Date.now() - written.getTime()) / 1_000);
}
