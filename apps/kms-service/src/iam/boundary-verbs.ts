import { boundaryOfTarget, givenBoundary } from './boundary-keys.js';
import { changeEntity, requirePolicy } from './entities.js';
import { entityArn, nameOf, policyArnOf } from './members.js';
import type { IamVerb, IamVerbs, IamWork } from './verb.js';

/** The boundary that a request names, which must be there, as a record has it; nothing: it names none. */
export function readBoundary(work: IamWork): { readonly boundary?: string } {
  if (!work.parameters.has('PermissionsBoundary')) return {};
  return { boundary: requirePolicy(work, policyArnOf(work.parameters, 'PermissionsBoundary')).arn };
}

function boundaryVerbsOf(kind: 'user' | 'role', title: 'User' | 'Role'): IamVerbs {
  const resource = ({ accountId, parameters }: IamWork): string => entityArn(accountId, kind, nameOf(parameters, kind));
  const put: IamVerb = {
    readOnly: false, resource, conditions: givenBoundary,
    run: async (work) => {
      const arn = policyArnOf(work.parameters, 'PermissionsBoundary');
      await changeEntity(work, kind, nameOf(work.parameters, kind), (record) => ({ ...record, boundary: requirePolicy(work, arn).arn }));
      return {};
    },
  };
  const remove: IamVerb = {
    readOnly: false, resource, conditions: (work) => boundaryOfTarget(work, kind),
    run: async (work) => {
      await changeEntity(work, kind, nameOf(work.parameters, kind), ({ boundary: _, ...record }) => record as never);
      return {};
    },
  };
  return [[`Put${title}PermissionsBoundary`, put], [`Delete${title}PermissionsBoundary`, remove]];
}

export const boundaryVerbs: IamVerbs = [...boundaryVerbsOf('user', 'User'), ...boundaryVerbsOf('role', 'Role')];
