import type { ConditionContext } from '@coffer/iam';
import { QueryError } from '../query/query-error.js';
import { boundaryOfTarget } from './boundary-keys.js';
import { changeEntity, requireEntity, requirePolicy } from './entities.js';
import { entityArn, nameOf, policyArnOf } from './members.js';
import { paged } from './paging.js';
import type { HolderKind } from './records.js';
import type { IamVerb, IamVerbs, IamWork } from './verb.js';

/** Managed policies of one user, group or role. */
export const ATTACHED_MAX = 20;

/** `iam:PolicyARN`, and the boundary of whose policies change. */
function attachmentKeys(work: IamWork, kind: HolderKind): ConditionContext {
  const boundary = boundaryOfTarget(work, kind);
  return (name) => (name === 'iam:policyarn' ? work.parameters.raw('PolicyArn') : boundary(name));
}

/** Attach, detach and list the managed policies of a user, a group or a role. */
function attachmentVerbsOf(kind: HolderKind, title: string): IamVerbs {
  const resource = ({ accountId, parameters }: IamWork): string => entityArn(accountId, kind, nameOf(parameters, kind));
  const attach: IamVerb = {
    readOnly: false, resource, conditions: (work) => attachmentKeys(work, kind),
    run: async (work) => {
      const named = policyArnOf(work.parameters);
      await changeEntity(work, kind, nameOf(work.parameters, kind), (record) => {
        const { arn } = requirePolicy(work, named);
        if (record.attached.includes(arn)) return record;
        if (record.attached.length >= ATTACHED_MAX) throw new QueryError('LimitExceeded', `Cannot exceed quota for PoliciesPer${title}: ${String(ATTACHED_MAX)}`);
        return { ...record, attached: [...record.attached, arn] };
      });
      return {};
    },
  };
  const detach: IamVerb = {
    readOnly: false, resource, conditions: (work) => attachmentKeys(work, kind),
    run: async (work) => {
      const arn = policyArnOf(work.parameters);
      await changeEntity(work, kind, nameOf(work.parameters, kind), (record) => {
        if (!record.attached.includes(arn)) throw new QueryError('NoSuchEntity', `Policy ${arn} was not found.`);
        return { ...record, attached: record.attached.filter((other) => other !== arn) };
      });
      return {};
    },
  };
  const list: IamVerb = {
    readOnly: true, resource,
    run: (work) => ({
      result: paged(work.parameters, 'AttachedPolicies', requireEntity(work, kind, nameOf(work.parameters, kind)).attachedPolicies, ({ arn }) => arn, ({ name, arn }) => ({ PolicyName: name, PolicyArn: arn })),
    }),
  };
  return [[`Attach${title}Policy`, attach], [`Detach${title}Policy`, detach], [`ListAttached${title}Policies`, list]];
}

export const attachmentVerbs: IamVerbs = [...attachmentVerbsOf('user', 'User'), ...attachmentVerbsOf('group', 'Group'), ...attachmentVerbsOf('role', 'Role')];
