/** A recorded event, as far as this library looks into it; it may have been changed by anyone, so every member may be missing. */
export interface AuditRecord {
  readonly eventID?: string;
  readonly eventName?: string;
  readonly eventSource?: string;
  readonly eventTime?: string;
  readonly eventType?: string;
  readonly eventCategory?: string;
  readonly readOnly?: boolean;
  readonly recipientAccountId?: string;
  readonly errorCode?: string;
  readonly userIdentity?: { readonly type?: string; readonly userName?: string; readonly principalId?: string; readonly accessKeyId?: string; readonly invokedBy?: string };
  readonly requestParameters?: Readonly<Record<string, unknown>> | null;
  readonly resources?: readonly { readonly ARN?: string; readonly type?: string; readonly accountId?: string }[];
}

/** What a line records; undefined for one that is no JSON object, as only a changed one is. */
export function parseRecord(line: string): AuditRecord | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** By what LookupEvents finds events: AWS's `LookupAttributeKey`. */
export const LOOKUP_KEYS = ['EventId', 'EventName', 'ReadOnly', 'Username', 'ResourceType', 'ResourceName', 'EventSource', 'AccessKeyId'] as const;

export type LookupKey = (typeof LOOKUP_KEYS)[number];

/** The values that a record has for one key; a resource goes by its ARN and by its name alone. */
export function attributeOf(record: AuditRecord, key: LookupKey): readonly string[] {
  const { resources = [], userIdentity } = record;
  switch (key) {
    case 'EventId':
      return present(record.eventID);
    case 'EventName':
      return present(record.eventName);
    case 'ReadOnly':
      return present(record.readOnly === undefined ? undefined : String(record.readOnly));
    case 'Username':
      return present(userNameOf(record));
    case 'ResourceType':
      return resources.flatMap(({ type }) => present(type));
    case 'ResourceName':
      return resources.flatMap(({ ARN }) => (ARN === undefined ? [] : [ARN, nameOf(ARN)]));
    case 'EventSource':
      return present(record.eventSource);
    case 'AccessKeyId':
      return present(userIdentity?.accessKeyId);
  }
}

/** The user's name, a role session's, `root`, or the service that acted: what LookupEvents calls `Username`. */
export function userNameOf({ userIdentity }: AuditRecord): string | undefined {
  if (userIdentity?.type === 'Root') return 'root';
  if (userIdentity?.type === 'AssumedRole') return userIdentity.principalId?.split(':')[1];
  return userIdentity?.userName ?? (userIdentity?.type === 'AWSService' ? userIdentity.invokedBy : undefined);
}

/**
 * The accounts that may look the event up: the recipient's and, if it was allowed, those of the resources. An account is not told whom it refused in
 * another, as on AWS.
 */
export function accountsOf({ recipientAccountId, resources = [], errorCode }: AuditRecord): readonly string[] {
  const owners = errorCode === undefined ? resources.flatMap(({ accountId }) => present(accountId)) : [];
  return [...new Set([...present(recipientAccountId), ...owners])];
}

function nameOf(arn: string): string {
  return /^arn:[^:]*:s3:::/.test(arn) ? arn.split(':').slice(5).join(':') : arn.slice(Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':')) + 1);
}

function present(text: string | undefined): readonly string[] {
  return text === undefined || text === '' ? [] : [text];
}
