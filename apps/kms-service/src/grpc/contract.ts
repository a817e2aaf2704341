import { join } from 'node:path';
import type { MethodDefinition, ServiceDefinition } from '@grpc/grpc-js';
import { loadSync, type PackageDefinition } from '@grpc/proto-loader';

/** The workspace's proto folder: as far from `src` as from `dist`. */
export const PROTO_ROOT = join(import.meta.dirname, '../../../../proto');

export const KEY_SERVICE_NAME = 'coffer.kms.v1.KeyService';
export const HEALTH_SERVICE_NAME = 'grpc.health.v1.Health';

/** A method's path and codecs; what its messages hold is told by the rows that serve it. */
export type Method = MethodDefinition<object, object>;

export interface Contract {
  readonly keyService: ReadonlyMap<string, Method>;
  readonly health: ReadonlyMap<string, Method>;
  /** All of it, for whoever asks what there is. */
  readonly definition: PackageDefinition;
}

/** Reads the contract. Absent fields stay absent and bytes are views of the message, so that decoding copies nothing. */
export function loadContract(): Contract {
  const loaded = loadSync(['kms/v1/service.proto', 'grpc/health/v1/health.proto'], { includeDirs: [PROTO_ROOT], longs: Number });
  const methodsOf = (name: string): ReadonlyMap<string, Method> => new Map(Object.entries(loaded[name] as unknown as ServiceDefinition));
  return { keyService: methodsOf(KEY_SERVICE_NAME), health: methodsOf(HEALTH_SERVICE_NAME), definition: loaded };
}
