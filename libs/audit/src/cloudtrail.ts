import type { Caller } from '@coffer/iam';
import type { AuditEvent, AuditParameters } from './audit-event.js';

/** Where the service is, as the events tell it. */
export interface AuditPlace {
  readonly accountId: string;
  readonly region: string;
}

/** A longer text is cut: events also tell of requests that were refused for their length. Contexts have their own limit. */
const TEXT_LENGTH_MAX = 8192;

/** What a line says of the caller. */
interface CallerText {
  readonly identity: string;
  readonly source: string;
}

/** The last of something that many events in a row share, and its text. */
interface Printed<T> {
  readonly value: T;
  readonly text: string;
}

/**
 * Prints events as lines of JSON, in the shape of CloudTrail's record of a KMS call.
 *
 * One `JSON.stringify` of the whole costs 4 us, and most of what it prints is the same for every event of a batch. So what a caller, a key and
 * a second make of a line is printed once; what varies is printed each time, every text of it by `JSON.stringify`. It keeps the texts of
 * callers only as long as others keep the callers.
 */
export class CloudTrailPrinter {
  readonly #region: string;
  readonly #end: string;
  readonly #callers = new WeakMap<Caller, CallerText>();
  #second: Printed<number> = { value: NaN, text: '' };
  #resource: Printed<string> = { value: '', text: '' };

  /** `accountId` and `region` are where the events happen. */
  constructor({ accountId, region }: AuditPlace) {
    this.#region = json(region);
    this.#end = `"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":${json(accountId)},"eventCategory":"Management"}`;
  }

  /** The event as one line, without the newline. */
  line(event: AuditEvent): string {
    const { identity, source } = this.#caller(event.caller);
    const { error, made, keyMaterialId } = event;
    const refusal = error === undefined ? '' : `"errorCode":${json(error.code)},"errorMessage":${json(cut(error.message))},`;
    const material = keyMaterialId === undefined ? '' : `"additionalEventData":{"keyMaterialId":${json(keyMaterialId)}},`;
    // 1.11 is the version of CloudTrail's record whose members these are.
    return `{"eventVersion":"1.11","userIdentity":${identity},"eventTime":${this.#time(event.time)},"eventSource":"kms.amazonaws.com",`
      + `"eventName":${json(event.operation)},"awsRegion":${this.#region},${source},${refusal}`
      + `"requestParameters":${members(event.parameters)},"responseElements":${made === undefined ? 'null' : members(made)},${material}`
      + `"requestID":${json(event.requestId)},"eventID":${json(event.eventId)},"readOnly":${String(event.readOnly)},`
      + `"resources":[${event.keyArns.map((arn) => this.#resourceOf(arn)).join(',')}],${this.#end}`;
  }

  #caller(caller: Caller): CallerText {
    const known = this.#callers.get(caller);
    if (known !== undefined) return known;
    const source = `"sourceIPAddress":${json(caller.sourceIp)},"userAgent":${json(cut(caller.userAgent))}`;
    const text = { identity: JSON.stringify(userIdentity(caller)), source };
    this.#callers.set(caller, text);
    return text;
  }

  #time(time: Date): string {
    const value = Math.floor(time.getTime() / 1000);
    if (this.#second.value !== value) this.#second = { value, text: `"${time.toISOString().slice(0, 19)}Z"` };
    return this.#second.text;
  }

  #resourceOf(arn: string): string {
    if (this.#resource.value !== arn) this.#resource = { value: arn, text: JSON.stringify({ accountId: arn.split(':')[4], type: 'AWS::KMS::Key', ARN: arn }) };
    return this.#resource.text;
  }
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

/** An object of the members that are there. */
function members(parameters: AuditParameters): string {
  let text = '';
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) text += `${text === '' ? '' : ','}${json(name)}:${printed(value)}`;
  return `{${text}}`;
}

function printed(value: NonNullable<AuditParameters[string]>): string {
  if (typeof value === 'string') return json(cut(value));
  return value instanceof Map ? pairs(value as ReadonlyMap<string, string>) : JSON.stringify(value);
}

/** Callers choose the names: printed, and never put into an object, `__proto__` is a name like any other. */
function pairs(map: ReadonlyMap<string, string>): string {
  let text = '';
  for (const [name, value] of map) text += `${text === '' ? '' : ','}${json(name)}:${json(value)}`;
  return `{${text}}`;
}

function json(text: string): string {
  return JSON.stringify(text);
}

function cut(text: string): string {
  return text.length > TEXT_LENGTH_MAX ? text.slice(0, TEXT_LENGTH_MAX) : text;
}
