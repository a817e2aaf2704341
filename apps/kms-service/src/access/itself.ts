import type { Caller } from '@coffer/iam';

/** What this service is called in events. */
export const SOURCE = 'kms.amazonaws.com';

/** The service, for what it does by itself. */
export const ITSELF: Caller = { type: 'Service', arn: SOURCE, accountId: '', principalId: SOURCE, accessKeyId: '', sourceIp: SOURCE, userAgent: SOURCE, secureTransport: true };
