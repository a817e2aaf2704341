/**
 * Every environment variable that any part of Coffer reads. A variable that begins with COFFER_ and is not here is a mistake: most often a
 * typo, and a typo that is ignored is a default in production. Both services may be given one environment, so each knows the other's names.
 *
 * A name ending in `_FILE` whose stem is a secret setting names a file that holds the secret.
 */
export const SETTING_NAMES = [
  'COFFER_ACCOUNT_ID',
  'COFFER_ALLOW_PLAIN_HTTP',
  'COFFER_AUDIT_DIGEST_ENDPOINT',
  'COFFER_AUDIT_DIGEST_HOURS',
  'COFFER_AUDIT_DIGEST_URL',
  'COFFER_AUDIT_RETENTION_DAYS',
  'COFFER_AUDIT_STREAMS',
  'COFFER_AUDIT_WEBHOOK_TOKEN',
  'COFFER_BODIES_URL',
  'COFFER_BUCKET_KEY_SECONDS',
  'COFFER_CONSOLE_PORT',
  'COFFER_DATA_DIR',
  'COFFER_GRPC_TLS_CA_FILE',
  'COFFER_GRPC_TLS_CERT_FILE',
  'COFFER_GRPC_TLS_KEY_FILE',
  'COFFER_HOST',
  'COFFER_IAM_API',
  'COFFER_IDENTITIES',
  'COFFER_IDENTITIES_RELOAD_SECONDS',
  'COFFER_INDEX_URL',
  'COFFER_KMS_ADMIN_PORT',
  'COFFER_KMS_DEADLINE_MS',
  'COFFER_KMS_FORWARDERS',
  'COFFER_KMS_GRPC_PORT',
  'COFFER_KMS_GRPC_TARGET',
  'COFFER_KMS_PORT',
  'COFFER_KMS_ROOT_KEY_FILE',
  'COFFER_KMS_STORE_URL',
  'COFFER_KMS_TLS_CERT_FILE',
  'COFFER_KMS_TLS_KEY_FILE',
  'COFFER_LOG_LEVEL',
  'COFFER_REGION',
  'COFFER_ROOT_ACCESS_KEY_ID',
  'COFFER_ROOT_SECRET_ACCESS_KEY',
  'COFFER_ROOT_SECRET_ACCESS_KEY_FILE',
  'COFFER_S3_ADMIN_PORT',
  'COFFER_S3_AUDIT_FLUSH_MS',
  'COFFER_S3_DATA_EVENTS',
  'COFFER_S3_DOMAINS',
  'COFFER_S3_PORT',
  'COFFER_S3_TLS_CERT_FILE',
  'COFFER_S3_TLS_KEY_FILE',
  'COFFER_SHUTDOWN_SECONDS',
  'COFFER_TLS_RELOAD_SECONDS',
  // OpenTelemetry's own, as far as they are honoured.
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'OTEL_EXPORTER_OTLP_PROTOCOL',
  'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
  'OTEL_SDK_DISABLED',
  'OTEL_TRACES_SAMPLER',
  'OTEL_TRACES_SAMPLER_ARG',
  // Read by the suites and by .ci/run only; listed so that a service started by them does not take it for a typo.
  'COFFER_E2E_REQUIRE_ALL',
] as const;

export type SettingName = (typeof SETTING_NAMES)[number];
