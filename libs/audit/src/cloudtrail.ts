import type { Caller } from '@coffer/iam';
import type { AuditEvent, AuditResource } from './audit-event.js';
import { cut, json, membersText } from './audit-text.js';
import { userIdentity, webIdentityUser } from './user-identity.js';

/** Where the service is, as the events tell it. */
export interface AuditPlace {
  readonly accountId: string;
  readonly region: string;
  /** Whose events these are, if callers come to it directly whatever else it calls for them: `s3.amazonaws.com` is not invoked by itself. */
  readonly service?: string;
}

/** What a line says of the caller. */
interface CallerText {
  readonly identity: string;
  readonly source: string;
  /** Whose events the caller's are. */
  readonly accountId: string;
  /** The caller's last operation and what a line says of both. */
  call: Printed<string>;
}

/** The last of something that many events in a row share, and its text. */
interface Printed<T> {
  readonly value: T;
  readonly text: string;
}

const ACCOUNT = /^\d{12}$/;

/**
 * Prints events as lines of JSON, in the shape of CloudTrail's record of a call.
 *
 * One `JSON.stringify` of the whole costs 4 us, and most of what it prints is the same for every event of a batch. So what a caller, a key and
 * a second make of a line is printed once; what varies is printed each time, every text of it by `JSON.stringify`. It keeps the texts of
 * callers only as long as others keep the callers.
 */
export class CloudTrailPrinter {
  readonly #accountId: string;
  readonly #region: string;
  readonly #service: string | undefined;
  readonly #callers = new WeakMap<Caller, CallerText>();
  #second: Printed<number> = { value: NaN, text: '' };
  #resource: Printed<string> = { value: '', text: '' };
  #account: Printed<string> = { value: '', text: '' };

  /** `accountId` and `region` are where the events happen. */
  constructor({ accountId, region, service }: AuditPlace) {
    this.#accountId = accountId;
    this.#region = json(region);
    this.#service = service;
  }

  /** The event as one line, without the newline. */
  line(event: AuditEvent): string {
    const caller = this.#caller(event.caller);
    const { identity, accountId } = caller;
    const { error, made, category = 'Management', type = 'AwsApiCall', webIdentity, recipientAccountId = accountId } = event;
    const refusal = error === undefined ? '' : `"errorCode":${json(error.code)},"errorMessage":${json(cut(error.message))},`;
    // 1.11 is the version of CloudTrail's record whose members these are.
    return `{"eventVersion":"1.11","userIdentity":${webIdentity === undefined ? identity : JSON.stringify(webIdentityUser(webIdentity))},`
      + `"eventTime":${this.#time(event.time)},${this.#call(caller, event)},${refusal}`
      + `"requestParameters":${membersText(event.parameters)},"responseElements":${made === undefined ? 'null' : membersText(made)},${additional(event)}`
      + `"requestID":${json(event.requestId)},"eventID":${json(event.eventId)},"readOnly":${String(event.readOnly)},"resources":[${this.#resources(event)}],`
      + `"eventType":"${type}","managementEvent":${String(category === 'Management')},"recipientAccountId":${this.#recipient(recipientAccountId)},"eventCategory":"${category}"}`;
  }

  #caller(caller: Caller): CallerText {
    const known = this.#callers.get(caller);
    if (known !== undefined) return known;
    const source = `"sourceIPAddress":${json(caller.sourceIp)},"userAgent":${json(cut(caller.userAgent))}`;
    const accountId = ACCOUNT.test(caller.accountId) ? caller.accountId : this.#accountId;
    const text = { identity: JSON.stringify(userIdentity(caller, this.#service)), source, accountId, call: { value: '', text: '' } };
    this.#callers.set(caller, text);
    return text;
  }

  #call(caller: CallerText, { source, operation }: AuditEvent): string {
    const value = `${source} ${operation}`;
    if (caller.call.value !== value) {
      caller.call = { value, text: `"eventSource":"${source}","eventName":${json(operation)},"awsRegion":${this.#region},${caller.source}` };
    }
    return caller.call.text;
  }

  #time(time: Date): string {
    const value = Math.floor(time.getTime() / 1000);
    if (this.#second.value !== value) this.#second = { value, text: `"${time.toISOString().slice(0, 19)}Z"` };
    return this.#second.text;
  }

  #recipient(value: string): string {
    if (this.#account.value !== value) this.#account = { value, text: json(value) };
    return this.#account.text;
  }

  #resources({ keyArns, resources }: AuditEvent): string {
    const [first] = keyArns;
    if (first !== undefined && keyArns.length === 1 && resources === undefined) return this.#key(first);
    return [...keyArns.map((arn) => this.#key(arn)), ...(resources ?? []).map(resourceText)].join(',');
  }

  #key(arn: string): string {
    if (this.#resource.value !== arn) this.#resource = { value: arn, text: resourceText({ arn, type: 'AWS::KMS::Key', accountId: arn.split(':')[4] }) };
    return this.#resource.text;
  }
}

/** By hand: an object that is made to be printed costs more than its texts. */
function resourceText({ arn, type, accountId }: AuditResource): string {
  const account = accountId === undefined ? '' : `"accountId":${json(accountId)},`;
  return `{${account}"type":${json(type)},"ARN":${json(arn)}}`;
}

function additional({ keyMaterialId, additional }: AuditEvent): string {
  if (additional !== undefined) return `"additionalEventData":${membersText({ keyMaterialId, ...additional })},`;
  return keyMaterialId === undefined ? '' : `"additionalEventData":{"keyMaterialId":${json(keyMaterialId)}},`;
}
