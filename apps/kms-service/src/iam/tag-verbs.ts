import type { ConditionContext } from '@coffer/iam';
import type { Parameters } from '../query/parameters.js';
import { QueryError } from '../query/query-error.js';
import { changeEntity, requireEntity } from './entities.js';
import { entityArn, nameOf } from './members.js';
import { paged } from './paging.js';
import type { RecordOf } from './records.js';
import type { IamVerb, IamVerbs, IamWork } from './verb.js';

export const TAGS_MAX = 50;
const KEY = { max: 128, pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u };
const VALUE = { min: 0, max: 256, pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u };

type Tags = RecordOf<'user'>['tags'];

/** `Tags` of a request. Keys are the same in every case. */
export function readTags(parameters: Parameters): Tags {
  const tags = parameters.list('Tags', TAGS_MAX).map((tag): [string, string] => [tag.required('Key', KEY), tag.required('Value', VALUE)]);
  if (new Set(tags.map(([key]) => key.toLowerCase())).size < tags.length) throw new QueryError('InvalidInput', 'Duplicate tag keys found. Please note that Tag keys are case insensitive.');
  return tags;
}

/** `aws:RequestTag/KEY` and `aws:TagKeys`. */
export function requestTags({ parameters }: Pick<IamWork, 'parameters'>): ConditionContext {
  return (name) => {
    if (name !== 'aws:tagkeys' && !name.startsWith('aws:requesttag/')) return undefined;
    const tags = readTags(parameters);
    if (name === 'aws:tagkeys') return tags.length === 0 ? undefined : tags.map(([key]) => key);
    return tags.find(([key]) => `aws:requesttag/${key.toLowerCase()}` === name)?.[1];
  };
}

function tagVerbsOf(kind: 'user' | 'role', title: 'User' | 'Role'): IamVerbs {
  const name = ({ parameters }: IamWork): string => nameOf(parameters, kind);
  const resource = (work: IamWork): string => entityArn(work.accountId, kind, name(work));
  const tag: IamVerb = {
    readOnly: false, resource, conditions: requestTags,
    run: async (work) => {
      const added = readTags(work.parameters);
      await changeEntity(work, kind, name(work), (record) => {
        const tags = [...without(record.tags, added.map(([key]) => key)), ...added];
        if (tags.length > TAGS_MAX) throw new QueryError('LimitExceeded', `Cannot exceed quota for TagsPer${title}: ${String(TAGS_MAX)}`);
        return { ...record, tags };
      });
      return {};
    },
  };
  const untag: IamVerb = {
    readOnly: false, resource,
    run: async (work) => {
      const removed = work.parameters.texts('TagKeys', TAGS_MAX, KEY);
      await changeEntity(work, kind, name(work), (record) => ({ ...record, tags: without(record.tags, removed) }));
      return {};
    },
  };
  const list: IamVerb = {
    readOnly: true, resource,
    run: (work) => ({ result: paged(work.parameters, 'Tags', [...requireEntity(work, kind, name(work)).tags], ([key]) => key, ([Key, Value]) => ({ Key, Value })) }),
  };
  return [[`Tag${title}`, tag], [`Untag${title}`, untag], [`List${title}Tags`, list]];
}

function without(tags: Tags, removed: readonly string[]): Tags {
  const gone = new Set(removed.map((key) => key.toLowerCase()));
  return tags.filter(([key]) => !gone.has(key.toLowerCase()));
}

export const tagVerbs: IamVerbs = [...tagVerbsOf('user', 'User'), ...tagVerbsOf('role', 'Role')];
