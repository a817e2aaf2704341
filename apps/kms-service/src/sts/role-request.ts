import type { ConditionContext, Session } from '@coffer/iam';
import type { Parameters } from '../query/parameters.js';
import { QueryError } from '../query/query-error.js';
import { readSessionTags, type SessionTags } from './session-tags.js';

const ROLE_ARN = { min: 20, max: 2_048, pattern: /^[\u0009\u000a\u000d\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]+$/u };
const SESSION_NAME = { min: 2, max: 64, pattern: /^[\w+=,.@-]*$/ };
const SOURCE_IDENTITY = { min: 2, max: 64, pattern: /^[\w+=,.@-]*$/ };
const EXTERNAL_ID = { min: 2, max: 1_224, pattern: /^[\w+=,.@:/\\-]*$/ };
const ROLE_FORM = /^arn:aws:iam::(\d{12}):role\/(.+)$/;

/** What a caller asks of a role. */
export interface RoleRequest {
  readonly roleArn: string;
  /** Of the role. */
  readonly accountId: string;
  readonly sessionName: string;
  readonly tags: SessionTags;
  readonly sourceIdentity?: string | undefined;
  readonly externalId?: string | undefined;
}

/** Reads what AssumeRole and its like have in common. `callers` is the session that the caller acts in. */
export function readRoleRequest(parameters: Parameters, callers?: Session): RoleRequest {
  const roleArn = parameters.required('RoleArn', ROLE_ARN);
  const sessionName = parameters.required('RoleSessionName', SESSION_NAME);
  const [, accountId] = ROLE_FORM.exec(roleArn) ?? [];
  if (accountId === undefined) throw new QueryError('ValidationError', `${roleArn} is invalid`);
  return {
    roleArn,
    accountId,
    sessionName,
    tags: readSessionTags(parameters, callers),
    sourceIdentity: parameters.optional('SourceIdentity', SOURCE_IDENTITY),
    externalId: parameters.optional('ExternalId', EXTERNAL_ID),
  };
}

/** The condition keys of such a request. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html */
export function roleRequestKeys({ sessionName, tags, sourceIdentity, externalId }: RoleRequest, durationSeconds: number): ConditionContext {
  return (name) => {
    if (name.startsWith('aws:requesttag/')) return valueOf(tags.asked, name.slice('aws:requesttag/'.length));
    switch (name) {
      case 'sts:externalid': return externalId;
      case 'sts:rolesessionname': return sessionName;
      case 'sts:sourceidentity': return sourceIdentity;
      case 'sts:durationseconds': return String(durationSeconds);
      case 'sts:transitivetagkeys': return tags.transitiveKeys.length === 0 ? undefined : tags.transitiveKeys;
      case 'aws:tagkeys': return tags.asked.size === 0 ? undefined : [...tags.asked.keys()];
      default: return undefined;
    }
  };
}

function valueOf(tags: ReadonlyMap<string, string>, wanted: string): string | undefined {
  for (const [key, value] of tags) if (key.toLowerCase() === wanted) return value;
  return undefined;
}
