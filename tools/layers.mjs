/**
 * THE order of folders inside each app: imports go only to the right. Folders in one inner list stand side by side and never see each other.
 */
export const layers = {
  'apps/kms-service/src': [['main'], ['config', 'grpc', 'http'], ['operations', 'sts', 'iam', 'trail'], ['sessions'], ['keys'], ['blob', 'store', 'access', 'query'], ['errors']],
  'apps/storage-service/src': [['main'], ['console'], ['config', 'http'], ['s3'], ['objects'], ['sse', 'engine', 'access', 'digest'], ['codec'], ['errors']],
  'apps/console/src': [['main'], ['shell'], ['pages'], ['features'], ['components', 'session'], ['clients'], ['format', 'router', 'theme']],
};

/** Built-in and third-party modules that the core libraries, which must run anywhere and touch nothing, may import. */
export const coreMayImport = ['node:crypto', 'node:buffer', 'node:zlib', 'node:net'];

/** The only places that speak gRPC. The benchmark does, to measure it. */
export const grpcMayLiveIn = ['libs/kms-client/', 'apps/kms-service/src/grpc/', 'apps/kms-service/test/', 'apps/bench/'];
