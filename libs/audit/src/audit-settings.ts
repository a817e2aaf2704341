import { Secret } from '@coffer/crypto';
import { defaulted, optional, secret, wholeNumber, type SettingTable } from '@coffer/service';
import { z } from 'zod';
import { parseStreams, type StreamTarget } from './streams/stream-target.js';

const DAYS_MAX = 36_500;
const TOKEN_LENGTH_MAX = 4_096;

const streams: z.ZodType<readonly StreamTarget[], string> = z.string().transform((text, context) => {
  const targets = parseStreams(text);
  if (targets !== undefined) return targets;
  context.addIssue({ code: 'custom', message: 'must be at most 10 of stdout:, file:/PATH, syslog://, syslog+tcp://, syslog+tls://, otlp+http(s):// and http(s)://, separated by commas' });
  return z.NEVER;
});

const token: z.ZodType<Secret, string> = z
  .string()
  .refine((text) => text.length <= TOKEN_LENGTH_MAX && /^[\x21-\x7e]+$/.test(text), `must be 1 to ${String(TOKEN_LENGTH_MAX)} printable ASCII characters without spaces`)
  .transform((text) => Secret.copyOf(Buffer.from(text)));

/** How long a service keeps its audit log, and where it streams to. A service spreads this into a table of its own. */
export const auditSettings = {
  auditRetentionDays: defaulted('COFFER_AUDIT_RETENTION_DAYS', 'How many days audit events are kept', wholeNumber(1, DAYS_MAX), '90'),
  auditStreams: optional(
    'COFFER_AUDIT_STREAMS', 'Where audit events stream to, as URLs separated by commas: stdout:, file:/PATH, syslog://, syslog+tcp://, syslog+tls://, otlp+http(s)://, http(s)://', streams,
  ),
  webhookToken: secret(optional('COFFER_AUDIT_WEBHOOK_TOKEN', 'The bearer token that webhooks of audit events are called with', token)),
} as const satisfies SettingTable;
