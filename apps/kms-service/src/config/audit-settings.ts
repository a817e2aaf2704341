import { parseStreams, type StreamTarget } from '@coffer/audit';
import { Secret } from '@coffer/crypto';
import { defaulted, optional, secret, wholeNumber, type SettingRule, type SettingTable, type ValuesOf } from '@coffer/service';
import { z } from 'zod';
import { parseDigestTarget, type DigestTarget } from '../trail/digest-target.js';

const DAYS_MAX = 36_500;
const HOURS_MAX = 24;
const TOKEN_LENGTH_MAX = 4_096;

const streams: z.ZodType<readonly StreamTarget[], string> = z.string().transform((text, context) => {
  const targets = parseStreams(text);
  if (targets !== undefined) return targets;
  context.addIssue({ code: 'custom', message: 'must be at most 10 of stdout:, file:/PATH, syslog://, syslog+tcp://, syslog+tls://, otlp+http(s):// and http(s)://, separated by commas' });
  return z.NEVER;
});

const digestTarget: z.ZodType<DigestTarget, string> = z.string().transform((text, context) => {
  const target = parseDigestTarget(text);
  if (target !== undefined) return target;
  context.addIssue({ code: 'custom', message: 'must be a directory or s3://BUCKET/PREFIX' });
  return z.NEVER;
});

const httpUrl: z.ZodType<string, string> = z.string().refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), 'must be an http or https URL');

const token: z.ZodType<Secret, string> = z
  .string()
  .refine((text) => text.length <= TOKEN_LENGTH_MAX && /^[\x21-\x7e]+$/.test(text), `must be 1 to ${String(TOKEN_LENGTH_MAX)} printable ASCII characters without spaces`)
  .transform((text) => Secret.copyOf(Buffer.from(text)));

/** Where S3 is, for digests that go to a bucket. */
export const digestSettings = {
  digestEndpoint: optional('COFFER_AUDIT_DIGEST_ENDPOINT', "The URL of the S3 service that digests go to, if it is not AWS's", httpUrl),
} as const satisfies SettingTable;

/** How the audit log is kept and where it goes to. */
export const auditSettings = {
  ...digestSettings,
  auditRetentionDays: defaulted('COFFER_AUDIT_RETENTION_DAYS', 'How many days audit events are kept', wholeNumber(1, DAYS_MAX), '90'),
  auditStreams: optional('COFFER_AUDIT_STREAMS', 'Where audit events stream to, as URLs separated by commas: stdout:, file:/PATH, syslog://, syslog+tcp://, syslog+tls://, otlp+http(s)://, http(s)://', streams),
  webhookToken: secret(optional('COFFER_AUDIT_WEBHOOK_TOKEN', 'The bearer token that webhooks of audit events are called with', token)),
  digestUrl: optional('COFFER_AUDIT_DIGEST_URL', 'Where signed digests and log files are exported to: a directory or s3://BUCKET/PREFIX; without it none are, and with it nothing is removed before it was exported', digestTarget),
  digestHours: defaulted('COFFER_AUDIT_DIGEST_HOURS', 'How many hours lie between two digests', wholeNumber(1, HOURS_MAX), '1'),
} as const satisfies SettingTable;

/** An endpoint without a bucket is most often a forgotten bucket. */
export const digestRule: SettingRule<ValuesOf<typeof auditSettings>> = ({ digestUrl, digestEndpoint }) =>
  digestEndpoint !== undefined && digestUrl?.kind !== 'bucket' ? ['COFFER_AUDIT_DIGEST_ENDPOINT: is for COFFER_AUDIT_DIGEST_URL=s3://BUCKET/PREFIX, which is not given'] : [];
