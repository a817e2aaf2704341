import { auditSettings as sharedAuditSettings } from '@coffer/audit';
import { defaulted, optional, wholeNumber, type SettingRule, type SettingTable, type ValuesOf } from '@coffer/service';
import { z } from 'zod';
import { parseDigestTarget, type DigestTarget } from '../trail/digest-target.js';

const HOURS_MAX = 24;

const digestTarget: z.ZodType<DigestTarget, string> = z.string().transform((text, context) => {
  const target = parseDigestTarget(text);
  if (target !== undefined) return target;
  context.addIssue({ code: 'custom', message: 'must be a directory or s3://BUCKET/PREFIX' });
  return z.NEVER;
});

const httpUrl: z.ZodType<string, string> = z.string().refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), 'must be an http or https URL');

/** Where S3 is, for digests that go to a bucket. */
export const digestSettings = {
  digestEndpoint: optional('COFFER_AUDIT_DIGEST_ENDPOINT', "The URL of the S3 service that digests go to, if it is not AWS's", httpUrl),
} as const satisfies SettingTable;

/** How the audit log is kept and where it goes to. */
export const auditSettings = {
  ...sharedAuditSettings,
  ...digestSettings,
  digestUrl: optional('COFFER_AUDIT_DIGEST_URL', 'Where signed digests and log files are exported to: a directory or s3://BUCKET/PREFIX; without it none are, and with it nothing is removed before it was exported', digestTarget),
  digestHours: defaulted('COFFER_AUDIT_DIGEST_HOURS', 'How many hours lie between two digests', wholeNumber(1, HOURS_MAX), '1'),
} as const satisfies SettingTable;

/** An endpoint without a bucket is most often a forgotten bucket. */
export const digestRule: SettingRule<ValuesOf<typeof auditSettings>> = ({ digestUrl, digestEndpoint }) =>
  digestEndpoint !== undefined && digestUrl?.kind !== 'bucket' ? ['COFFER_AUDIT_DIGEST_ENDPOINT: is for COFFER_AUDIT_DIGEST_URL=s3://BUCKET/PREFIX, which is not given'] : [];
