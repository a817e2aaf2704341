import { HopFailure, HopSkipped, type Found } from './hop.js';
import type { Readiness } from './readiness.js';

/** What storage-service itself says of its way to the KMS. */
export function storageToKms(report: Readiness | undefined): Found<undefined> {
  if (report === undefined) throw new HopSkipped('no --s3-admin; the sealed object tells');
  const state = report.checks.get('kms');
  if (state === undefined) throw new HopSkipped('its /readyz has no check of the KMS');
  if (state === 'ok') return { detail: 'storage-service reaches the KMS', value: undefined };
  throw new HopFailure(`storage-service does not reach the KMS: ${report.reasons.get('kms') ?? state}`, 'is kms-service ready (--kms-admin)? If so it is the way: COFFER_KMS_GRPC_TARGET, a NetworkPolicy, COFFER_GRPC_TLS_*; try it by --kms-grpc');
}
