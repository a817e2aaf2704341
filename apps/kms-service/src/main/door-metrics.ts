import { Counter, Histogram, type Registry } from 'prom-client';
import type { GrpcObserver } from '../grpc/grpc-observer.js';
import type { HttpObserver } from '../http/http-observer.js';

const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
/** Up to what a batch may hold. */
const ENTRIES = [1, 2, 4, 8, 16, 32, 64, 128, 256, 1000];

/** What is counted at the door for AWS's APIs. */
export function httpMetrics(registry: Registry): HttpObserver {
  const registers = [registry];
  const requests = new Counter({ name: 'coffer_kms_http_requests_total', help: "Requests at the door for AWS's APIs", labelNames: ['api', 'operation', 'status'], registers });
  const errors = new Counter({ name: 'coffer_kms_http_errors_total', help: 'Those that were refused or failed', labelNames: ['api', 'operation', 'code'], registers });
  const duration = new Histogram({ name: 'coffer_kms_http_request_seconds', help: 'Time to answer them', labelNames: ['api', 'operation'], buckets: SECONDS, registers });
  return {
    answered: ({ api, operation, status, code, seconds }) => {
      requests.inc({ api, operation, status: `${String(Math.floor(status / 100))}xx` });
      duration.observe({ api, operation }, seconds);
      if (code !== undefined) errors.inc({ api, operation, code });
    },
  };
}

/** What is counted at the door for services. */
export function grpcMetrics(registry: Registry): GrpcObserver {
  const registers = [registry];
  const requests = new Counter({ name: 'coffer_kms_grpc_requests_total', help: 'Calls at the gRPC door', labelNames: ['method', 'outcome'], registers });
  const duration = new Histogram({ name: 'coffer_kms_grpc_request_seconds', help: 'Time to answer them, with the audit append', labelNames: ['method'], buckets: SECONDS, registers });
  const entries = new Histogram({ name: 'coffer_kms_grpc_batch_entries', help: 'Entries of one batch', labelNames: ['method'], buckets: ENTRIES, registers });
  return {
    answered: (method, outcome, seconds) => {
      requests.inc({ method, outcome });
      duration.observe({ method }, seconds);
    },
    batched: (method, count) => {
      entries.observe({ method }, count);
    },
  };
}
