import { parseArgs } from 'node:util';

import { ArgumentError } from '../argument-error.js';

export const DOCTOR_USAGE = `Usage:
  coffer doctor [options]   checks each hop to the services, and names the first that fails; exits with 1 if one does

Options, with what counts where one is not given; credentials are those of the AWS SDK:
  --s3-endpoint URL       AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL or the profile's
  --kms-endpoint URL      AWS_ENDPOINT_URL_KMS, AWS_ENDPOINT_URL or the profile's; STS and LookupEvents are asked there as well
  --region REGION         AWS_REGION or the profile's
  --profile NAME          AWS_PROFILE
  --ca FILE               the authority (PEM) to trust beside the system's; else AWS_CA_BUNDLE
  --s3-admin URL          storage-service's admin door, to read /readyz
  --kms-admin URL         kms-service's
  --kms-grpc HOST:PORT    the gRPC door, as storage-service reaches it, with --grpc-ca, --grpc-cert and --grpc-key FILE;
                          else COFFER_KMS_GRPC_TARGET, COFFER_GRPC_TLS_CA_FILE, ..._CERT_FILE and ..._KEY_FILE
  --kms-key-id ID         the key to try; without it the sealed object is under alias/aws/s3
  --bucket NAME           where to put the sealed object; without it a bucket is made and removed
  --audit                 looks the sealed object up in the audit trail (LookupEvents)
  --timeout SECONDS       how long a hop may take, 10 unless you say otherwise
  --json                  one JSON document in place of lines
`;

const SECONDS_DEFAULT = 10;
const SECONDS_MAX = 300;

export interface GrpcFiles {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** What a doctor's command line asks for. */
export interface DoctorOptions {
  readonly s3Endpoint: URL | undefined;
  readonly kmsEndpoint: URL | undefined;
  readonly region: string | undefined;
  readonly profile: string | undefined;
  readonly caFile: string | undefined;
  readonly s3Admin: URL | undefined;
  readonly kmsAdmin: URL | undefined;
  readonly grpc: { readonly host: string; readonly port: number; readonly files: GrpcFiles } | undefined;
  readonly kmsKeyId: string | undefined;
  readonly bucket: string | undefined;
  readonly audit: boolean;
  readonly seconds: number;
  readonly json: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Parses what follows `coffer doctor`. Throws ArgumentError. */
export function parseDoctor(args: readonly string[], env: Environment): DoctorOptions {
  const values = parsed(args);
  return {
    s3Endpoint: url('s3-endpoint', values['s3-endpoint']),
    kmsEndpoint: url('kms-endpoint', values['kms-endpoint']),
    region: values.region,
    profile: values.profile,
    caFile: values.ca ?? env['AWS_CA_BUNDLE'],
    s3Admin: url('s3-admin', values['s3-admin']),
    kmsAdmin: url('kms-admin', values['kms-admin']),
    grpc: grpcOf(values, env),
    kmsKeyId: values['kms-key-id'],
    bucket: values.bucket,
    audit: values.audit === true,
    seconds: secondsOf(values.timeout),
    json: values.json === true,
  };
}

type Values = ReturnType<typeof parsed>;

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        's3-endpoint': text, 'kms-endpoint': text, region: text, profile: text, ca: text, 's3-admin': text, 'kms-admin': text, 'kms-grpc': text, 'grpc-ca': text,
        'grpc-cert': text, 'grpc-key': text, 'kms-key-id': text, bucket: text, audit: { type: 'boolean' }, timeout: text, json: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new ArgumentError((error as Error).message);
  }
}

function url(option: string, text: string | undefined): URL | undefined {
  if (text === undefined) return undefined;
  const parsedUrl = URL.parse(text);
  if (parsedUrl === null || !['http:', 'https:'].includes(parsedUrl.protocol)) throw new ArgumentError(`--${option} wants http://HOST:PORT or https://HOST:PORT, not ${text}`);
  if (parsedUrl.username !== '' || parsedUrl.password !== '') throw new ArgumentError(`--${option} takes no user or password`);
  return parsedUrl;
}

/** Asked for by any of its options, or by the setting of the target; then all four are needed. */
function grpcOf(values: Values, env: Environment): DoctorOptions['grpc'] {
  const target = values['kms-grpc'] ?? env['COFFER_KMS_GRPC_TARGET'];
  const [ca, cert, key] = [values['grpc-ca'] ?? env['COFFER_GRPC_TLS_CA_FILE'], values['grpc-cert'] ?? env['COFFER_GRPC_TLS_CERT_FILE'], values['grpc-key'] ?? env['COFFER_GRPC_TLS_KEY_FILE']];
  const isAsked = target !== undefined || values['grpc-ca'] !== undefined || values['grpc-cert'] !== undefined || values['grpc-key'] !== undefined;
  if (!isAsked) return undefined;
  if (target === undefined || ca === undefined || cert === undefined || key === undefined) throw new ArgumentError('the gRPC door wants all of --kms-grpc, --grpc-ca, --grpc-cert and --grpc-key');
  const [, host, port] = /^(?:\[([0-9a-fA-F:]+)\]|[^:[\]/]+):\d+$/.test(target) ? /^\[?(.*?)\]?:(\d+)$/.exec(target) ?? [] : [];
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535) throw new ArgumentError(`--kms-grpc wants HOST:PORT, not ${target}`);
  return { host, port: Number(port), files: { ca, cert, key } };
}

function secondsOf(text: string | undefined): number {
  if (text === undefined) return SECONDS_DEFAULT;
  const seconds = /^\d+$/.test(text) ? Number(text) : 0;
  if (seconds < 1 || seconds > SECONDS_MAX) throw new ArgumentError(`--timeout wants 1 to ${String(SECONDS_MAX)} seconds, not ${text}`);
  return seconds;
}
