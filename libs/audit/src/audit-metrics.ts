import type { Log } from '@coffer/service';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { StreamObserver } from './streams/follower.js';

/** From one write of a fast disk to what a caller notices. */
const APPEND_BUCKETS_SECONDS = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1];

/** What is counted of the audit log. */
export interface AuditMetrics {
  readonly appended: (seconds: number, events: number) => void;
  readonly observerOf: (log: Log, stream: string) => StreamObserver;
}

export function auditMetrics(registry: Registry): AuditMetrics {
  const registers = [registry];
  const seconds = new Histogram({ name: 'coffer_audit_append_seconds', help: 'Time until a group of audit events was durable', buckets: APPEND_BUCKETS_SECONDS, registers });
  const events = new Counter({ name: 'coffer_audit_events_total', help: 'Audit events that were made durable', registers });
  const lag = new Gauge({ name: 'coffer_audit_stream_lag_events', help: 'Audit events that a stream has not delivered yet', labelNames: ['stream'], registers });
  const errors = new Counter({ name: 'coffer_audit_stream_errors_total', help: 'Deliveries of audit events that failed and are tried again', labelNames: ['stream'], registers });
  return {
    appended: (elapsed, count) => {
      seconds.observe(elapsed);
      events.inc(count);
    },
    observerOf: (log, stream) => ({
      lag: (count) => {
        lag.set({ stream }, count);
      },
      failed: (err) => {
        errors.inc({ stream });
        log.warn('audit events could not be delivered and are sent again', { part: stream, err });
      },
    }),
  };
}
