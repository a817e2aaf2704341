import { isAbsolute, join, resolve } from 'node:path';

import { auditSettings } from '@coffer/audit';
import {
  defaulted, engineUrl, filePath, flag, grpcTlsSettings, hostAndPort, optional, originUrl, portNumber, readSettings, rootCredentialsRule, sharedSettings,
  tracingSettings, wholeNumber, type EngineUrl, type ValuesOf,
} from '@coffer/service';
import { z } from 'zod';

const AUDIT_FLUSH_MS_MAX = 60_000;
const DEADLINE_MS_MAX = 60_000;
const BUCKET_KEY_SECONDS_MAX = 86_400;
const DOMAINS_MAX = 16;

const domainList: z.ZodType<readonly string[], string> = z
  .string()
  .regex(/^[A-Za-z0-9.,-]*$/, 'must be domain names with commas between them')
  .transform((text) => text.toLowerCase().split(',').filter((name) => name !== '').sort((a, b) => b.length - a.length))
  .refine((names) => names.length <= DOMAINS_MAX, `must be at most ${String(DOMAINS_MAX)} domain names`);

/** A port, or none at all. */
const portOrOff: z.ZodType<number | undefined, string> = z.union([z.literal('off').transform(() => undefined), portNumber], 'must be a port from 0 to 65535, or off');

/** Everything that storage-service reads from the environment; the docs' table is printed from it. */
export const storageSettings = {
  ...sharedSettings,
  ...grpcTlsSettings,
  ...auditSettings,
  ...tracingSettings,
  port: defaulted('COFFER_S3_PORT', 'The S3 door; 0 picks a free port', portNumber, '9000'),
  adminPort: defaulted('COFFER_S3_ADMIN_PORT', "storage-service's admin door: health and metrics; 0 picks a free port", portNumber, '9090'),
  tlsCertFile: optional('COFFER_S3_TLS_CERT_FILE', 'The certificate (PEM) of the S3 door; without it the door speaks plain HTTP', filePath),
  tlsKeyFile: optional('COFFER_S3_TLS_KEY_FILE', "The certificate's private key (PEM)", filePath),
  domains: defaulted('COFFER_S3_DOMAINS', 'Domains in front of which a host name is a bucket, with commas between them', domainList, 'localhost'),
  allowPlainHttp: defaulted(
    'COFFER_ALLOW_PLAIN_HTTP', 'Lets SSE-C and SSE-KMS pass over plain HTTP from other machines: true where TLS ends in front of this service', flag, 'false',
  ),
  consolePort: defaulted('COFFER_CONSOLE_PORT', "The console's door, with the S3 door's certificate; 0 picks a free port, off serves no console", portOrOff, '9001'),
  consoleDir: optional('COFFER_CONSOLE_DIR', 'The files of the built console; without it, those of `apps/console/dist` beside this service', filePath),
  consoleS3Url: optional('COFFER_CONSOLE_S3_URL', 'Where browsers find the S3 door, as an origin; without it, its port under the name by which they found the console', originUrl),
  consoleKmsUrl: optional('COFFER_CONSOLE_KMS_URL', 'Where browsers find the AWS KMS API, as an origin; without it, port 9010 under the name by which they found the console', originUrl),
  indexUrl: defaulted('COFFER_INDEX_URL', 'The engine of records and small bodies: `lmdb:` in the data directory, or `lmdb:PATH`', engineUrl('lmdb'), 'lmdb:'),
  bodiesUrl: defaulted('COFFER_BODIES_URL', 'The engine of large bodies: `file:` in the data directory, or `file:PATH`', engineUrl('file'), 'file:'),
  kmsTarget: defaulted('COFFER_KMS_GRPC_TARGET', 'The gRPC door of kms-service', hostAndPort, 'localhost:9011'),
  kmsDeadlineMs: defaulted('COFFER_KMS_DEADLINE_MS', 'How long a request waits for kms-service, in milliseconds', wholeNumber(1, DEADLINE_MS_MAX), '2000'),
  bucketKeySeconds: defaulted('COFFER_BUCKET_KEY_SECONDS', 'How long a bucket key is held, in seconds; 0 holds none', wholeNumber(0, BUCKET_KEY_SECONDS_MAX), '300'),
  dataEvents: defaulted(
    'COFFER_S3_DATA_EVENTS', 'What becomes of the events of uses of objects: kept in the audit log, a stream on standard output, or off', z.enum(['kept', 'stream', 'off'], 'must be kept, stream or off'), 'stream',
  ),
  auditFlushMs: defaulted('COFFER_S3_AUDIT_FLUSH_MS', 'How long kept events of uses of objects may wait to be written, in milliseconds: what a crash takes with it', wholeNumber(1, AUDIT_FLUSH_MS_MAX), '200'),
} as const;

const { dataDir, indexUrl, bodiesUrl } = storageSettings;

/** Where the data are, whatever else is or is not set. Throws StartError. */
export function readPlaceSettings(env: Readonly<Record<string, string | undefined>>): Pick<StorageSettings, 'dataDir' | 'indexUrl' | 'bodiesUrl'> {
  return readSettings({ dataDir, indexUrl, bodiesUrl }, env);
}

export type StorageSettings = ValuesOf<typeof storageSettings>;

/** Throws StartError with a line for each mistake. */
export function readStorageSettings(env: Readonly<Record<string, string | undefined>>): StorageSettings {
  return readSettings(storageSettings, env, rootCredentialsRule, grpcTlsRule, doorTlsRule, portsRule);
}

/** Mutual TLS has no half. */
function grpcTlsRule(values: StorageSettings): readonly string[] {
  const files = [
    ['COFFER_GRPC_TLS_CERT_FILE', values.grpcTlsCertFile], ['COFFER_GRPC_TLS_KEY_FILE', values.grpcTlsKeyFile], ['COFFER_GRPC_TLS_CA_FILE', values.grpcTlsCaFile],
  ] as const;
  return files.filter(([, file]) => file === undefined).map(([name]) => `${name}: is needed: kms-service speaks only mutual TLS`);
}

function doorTlsRule({ tlsCertFile, tlsKeyFile }: StorageSettings): readonly string[] {
  if (tlsCertFile !== undefined && tlsKeyFile === undefined) return ['COFFER_S3_TLS_KEY_FILE: is needed beside COFFER_S3_TLS_CERT_FILE'];
  if (tlsCertFile === undefined && tlsKeyFile !== undefined) return ['COFFER_S3_TLS_CERT_FILE: is needed beside COFFER_S3_TLS_KEY_FILE'];
  return [];
}

/** Two doors on one port would be found only when the second opens, and by then the data directory has been touched. */
function portsRule({ port, adminPort, consolePort }: StorageSettings): readonly string[] {
  const mistakes = port !== 0 && port === adminPort ? ['COFFER_S3_ADMIN_PORT: must be another port than COFFER_S3_PORT'] : [];
  const isTaken = consolePort !== undefined && consolePort !== 0 && [port, adminPort].includes(consolePort);
  return isTaken ? [...mistakes, 'COFFER_CONSOLE_PORT: must be another port than COFFER_S3_PORT and COFFER_S3_ADMIN_PORT'] : mistakes;
}

/** Where an embedded engine keeps its files: its place in the data directory, or the path that its URL names. */
export function engineDirectory(dataDir: string, url: EngineUrl, place: string): string {
  if (url.rest === '') return join(dataDir, 'storage', place);
  const path = url.rest.replace(/^\/\/(?=\/)/, '');
  return isAbsolute(path) ? path : resolve(path);
}
