/** One event of the audit, as far as the console shows it in a line. */
export interface TrailEntry {
  readonly id: string;
  readonly time: Date;
  /** `Decrypt` */
  readonly name: string;
  /** `kms` of `kms.amazonaws.com`. */
  readonly service: string;
  readonly who: string;
  /** Whether a service called in that person's name: `s3.amazonaws.com`. */
  readonly via?: string;
  /** Absent: it was allowed and done. */
  readonly refusal?: { readonly code: string; readonly message: string };
  /** ARNs: the object or bucket first, where the event is about one. */
  readonly resources: readonly string[];
  readonly context: readonly (readonly [string, string])[];
  readonly requestId: string;
  /** The whole event, as JSON. */
  readonly text: string;
}

const ARN_PAIR = 'aws:s3:arn';

/** Reads an event in CloudTrail's shape. Nothing for what is none. */
export function readEntry(text: string): TrailEntry | undefined {
  const event = parsed(text);
  const [id, time] = [textOf(event, 'eventID'), new Date(textOf(event, 'eventTime'))];
  if (id === '' || Number.isNaN(time.getTime())) return undefined;
  const code = textOf(event, 'errorCode');
  const via = textOf(objectOf(event, 'userIdentity'), 'invokedBy');
  const context = contextOf(event);
  return {
    id, time, context, text,
    name: textOf(event, 'eventName'),
    service: textOf(event, 'eventSource').replace('.amazonaws.com', ''),
    who: whoOf(objectOf(event, 'userIdentity')),
    ...(via !== '' && { via }),
    ...(code !== '' && { refusal: { code, message: textOf(event, 'errorMessage') } }),
    resources: resourcesOf(event, context),
    requestId: textOf(event, 'requestID'),
  };
}

/** What of a principal's ARN tells it from others: `user/alice`, `assumed-role/keeper/session`, `root`. */
export function shortName(arn: string): string {
  return arn.split(':').slice(5).join(':') || arn;
}

type Members = Readonly<Record<string, unknown>>;

function whoOf(identity: Members): string {
  return textOf(identity, 'arn') || textOf(identity, 'principalId') || textOf(identity, 'invokedBy') || textOf(identity, 'type') || 'nobody who is named';
}

function contextOf(event: Members): TrailEntry['context'] {
  return Object.entries(objectOf(objectOf(event, 'requestParameters'), 'encryptionContext')).map(([key, value]) => [key, String(value)] as const);
}

function resourcesOf(event: Members, context: TrailEntry['context']): readonly string[] {
  const parameters = objectOf(event, 'requestParameters');
  const bound = context.find(([key]) => key === ARN_PAIR)?.[1];
  const bucket = textOf(parameters, 'bucketName');
  const key = textOf(parameters, 'key');
  const named = bucket === '' ? [] : [`arn:aws:s3:::${bucket}${key === '' ? '' : `/${key}`}`];
  const listed = Array.isArray(event['resources']) ? event['resources'].map((resource: unknown) => textOf(membersOf(resource), 'ARN')) : [];
  return [...new Set([...(bound === undefined ? [] : [bound]), ...named, ...listed])].filter((arn) => arn !== '');
}

function parsed(text: string): Members {
  try {
    return membersOf(JSON.parse(text));
  } catch {
    return {};
  }
}

function membersOf(value: unknown): Members {
  return typeof value === 'object' && value !== null ? (value as Members) : {};
}

function objectOf(members: Members, name: string): Members {
  return membersOf(members[name]);
}

function textOf(members: Members, name: string): string {
  const value = members[name];
  return typeof value === 'string' ? value : '';
}
