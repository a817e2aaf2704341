import { status, type ServerUnaryCall, type ServerWritableStream, type UntypedServiceImplementation, type sendUnaryData } from '@grpc/grpc-js';
import type { HealthCheckRequest__Output } from '../../../../proto/types/grpc/health/v1/HealthCheckRequest.js';
import type { HealthCheckResponse } from '../../../../proto/types/grpc/health/v1/HealthCheckResponse.js';
import { KEY_SERVICE_NAME } from './contract.js';


/** Streams that are told of changes. A probe needs none, a load balancer one. */
export const WATCHERS_MAX = 100;

type Watcher = ServerWritableStream<HealthCheckRequest__Output, HealthCheckResponse>;

/** The standard health service. It answers any peer that has a certificate; it serves until it is told to stop. */
export class GrpcHealth {
  #serving = true;
  readonly #watchers = new Set<Watcher>();

  readonly implementation: UntypedServiceImplementation = {
    Check: (call: ServerUnaryCall<HealthCheckRequest__Output, HealthCheckResponse>, callback: sendUnaryData<HealthCheckResponse>) => {
      if (isKnown(call.request.service)) callback(null, { status: this.#status });
      else callback({ code: status.NOT_FOUND, details: 'unknown service' });
    },
    Watch: (call: Watcher) => {
      this.#watch(call);
    },
  };

  /** Tells everyone who watches, and ends their streams, which would keep the server open. */
  stop(): void {
    this.#serving = false;
    for (const watcher of this.#watchers) {
      watcher.write({ status: 'NOT_SERVING' });
      watcher.end();
    }
    this.#watchers.clear();
  }

  #watch(call: Watcher): void {
    if (this.#watchers.size >= WATCHERS_MAX) {
      call.emit('error', { code: status.RESOURCE_EXHAUSTED, details: 'too many watchers' });
      return;
    }
    call.on('cancelled', () => this.#watchers.delete(call));
    this.#watchers.add(call);
    call.write({ status: isKnown(call.request.service) ? this.#status : 'SERVICE_UNKNOWN' });
  }

  get #status(): 'SERVING' | 'NOT_SERVING' {
    return this.#serving ? 'SERVING' : 'NOT_SERVING';
  }
}

/** The empty name is the server as a whole. */
function isKnown(service = ''): boolean {
  return service === '' || service === KEY_SERVICE_NAME;
}
