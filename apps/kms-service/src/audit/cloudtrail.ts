import type { Caller } from '@coffer/iam';
import type { AuditEvent, AuditParameters } from './audit-event.js';

/** The version of CloudTrail's record whose members these are. */
const EVENT_VERSION = '1.11';

/** A longer text is cut: events also tell of requests that were refused for their length. Contexts have their own limit. */
const TEXT_LENGTH_MAX = 8192;

/** An event as one line of JSON, in the shape of CloudTrail's record of a KMS call. `accountId` and `region` are where it happened. */
export function cloudTrailLine(event: AuditEvent, accountId: string, region: string): string {
  return JSON.stringify({
    eventVersion: EVENT_VERSION,
    userIdentity: userIdentity(event.caller),
    eventTime: `${event.time.toISOString().slice(0, 19)}Z`,
    eventSource: 'kms.amazonaws.com',
    eventName: event.operation,
    awsRegion: region,
    sourceIPAddress: event.caller.sourceIp,
    userAgent: cut(event.caller.userAgent),
    errorCode: event.error?.code,
    errorMessage: event.error && cut(event.error.message),
    requestParameters: plain(event.parameters),
    responseElements: event.made === undefined ? null : plain(event.made),
    additionalEventData: event.keyMaterialId === undefined ? undefined : { keyMaterialId: event.keyMaterialId },
    requestID: event.requestId,
    eventID: event.eventId,
    readOnly: event.readOnly,
    resources: event.keyArns.map((arn) => ({ accountId: arn.split(':')[4], type: 'AWS::KMS::Key', ARN: arn })),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: accountId,
    eventCategory: 'Management',
  });
}

/** A service that calls for someone is named beside the one it calls for, as CloudTrail does. */
function userIdentity(caller: Caller): Readonly<Record<string, string | undefined>> {
  if (caller.type === 'Service') return { type: 'AWSService', invokedBy: caller.arn };
  return {
    type: caller.type === 'Root' ? 'Root' : 'IAMUser',
    principalId: caller.principalId,
    arn: caller.arn,
    accountId: caller.accountId,
    accessKeyId: caller.accessKeyId,
    userName: caller.userName,
    invokedBy: caller.viaService,
  };
}

/** Maps become objects. Callers choose the names in them: `fromEntries` defines each, so that `__proto__` is a name like any other. */
function plain(parameters: AuditParameters): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(parameters)) members[name] = printable(value);
  return members;
}

function printable(value: AuditParameters[string]): unknown {
  if (typeof value === 'string') return cut(value);
  return value instanceof Map ? Object.fromEntries(value) : value;
}

function cut(text: string): string {
  return text.length > TEXT_LENGTH_MAX ? text.slice(0, TEXT_LENGTH_MAX) : text;
}
