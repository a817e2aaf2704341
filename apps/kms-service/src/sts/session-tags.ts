import type { Session } from '@coffer/iam';
import type { Parameters } from '../query/parameters.js';
import { QueryError } from '../query/query-error.js';

export const SESSION_TAGS_MAX = 50;
const KEY = { max: 128, pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u };
const VALUE = { min: 0, max: 256, pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u };

/** The tags of a new session. */
export interface SessionTags {
  /** What the request names. */
  readonly asked: ReadonlyMap<string, string>;
  /** These and the ones that the caller's own session passes on. */
  readonly all: ReadonlyMap<string, string>;
  readonly transitiveKeys: readonly string[];
}

/**
 * Reads `Tags` and `TransitiveTagKeys`, and adds what the caller's session passes on, which the request may not say anew. Keys are the same in every case.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export function readSessionTags(parameters: Parameters, callers: Session | undefined): SessionTags {
  const asked = new Map<string, string>();
  const seen = new Set<string>();
  const passedOn = new Map((callers?.transitiveTagKeys ?? []).flatMap((key) => tagOf(callers, key)));
  for (const tag of parameters.list('Tags', SESSION_TAGS_MAX)) {
    const key = tag.required('Key', KEY);
    if (key.toLowerCase().startsWith('aws:')) throw new QueryError('ValidationError', 'Tag keys that begin with aws: are reserved for system use.');
    if (seen.has(key.toLowerCase())) throw new QueryError('ValidationError', 'Duplicate tag keys found. Please note that Tag keys are case insensitive.');
    if (isAmong(key, passedOn.keys())) throw new QueryError('ValidationError', `One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.`);
    seen.add(key.toLowerCase());
    asked.set(key, tag.required('Value', VALUE));
  }
  const transitive = parameters.texts('TransitiveTagKeys', SESSION_TAGS_MAX, KEY);
  for (const key of transitive) if (!isAmong(key, asked.keys())) throw new QueryError('ValidationError', 'The specified transitive tag key must be included in the requested tags.');
  return { asked, all: new Map([...passedOn, ...asked]), transitiveKeys: [...passedOn.keys(), ...transitive] };
}

function tagOf(session: Session | undefined, wanted: string): readonly (readonly [string, string])[] {
  return [...(session?.tags ?? [])].filter(([key]) => key.toLowerCase() === wanted.toLowerCase());
}

function isAmong(wanted: string, keys: Iterable<string>): boolean {
  for (const key of keys) if (key.toLowerCase() === wanted.toLowerCase()) return true;
  return false;
}
