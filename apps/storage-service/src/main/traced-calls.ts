import type { CallTracer } from '@coffer/kms-client';
import type { Tracing } from '@coffer/service';

const KEY_SERVICE = 'coffer.kms.v1.KeyService';

/** Spans of calls to the KMS at `host:port`. */
export function tracedCalls(tracing: Tracing, target: string): CallTracer {
  const at = target.lastIndexOf(':');
  const server = { 'server.address': target.slice(0, at), 'server.port': Number(target.slice(at + 1)) };
  return {
    current: () => tracing.current(),
    begin: (rpc, served) => {
      const method = `${KEY_SERVICE}/${rpc}`;
      return tracing.client(method, served, { 'rpc.system.name': 'grpc', 'rpc.method': method, ...server, 'coffer.batch.entries': served.length });
    },
  };
}
