import { policyLengths } from '@coffer/iam';
import { QueryError } from '../query/query-error.js';
import { boundaryOfTarget } from './boundary-keys.js';
import { changeEntity, requireEntity } from './entities.js';
import { documentOf, encodedDocument, entityArn, nameMember, nameOf, policyNameOf } from './members.js';
import { paged } from './paging.js';
import type { HolderKind, RecordOf } from './records.js';
import type { IamVerb, IamVerbs, IamWork } from './verb.js';

/** Put, get, list and delete the policies that are written into a user, a group or a role itself. */
function inlineVerbsOf(kind: HolderKind, title: string): IamVerbs {
  const resource = ({ accountId, parameters }: IamWork): string => entityArn(accountId, kind, nameOf(parameters, kind));
  const put: IamVerb = {
    readOnly: false, resource, conditions: (work) => boundaryOfTarget(work, kind),
    run: async (work) => {
      const name = policyNameOf(work.parameters);
      const document = documentOf(work.parameters, 'PolicyDocument', 'identity', policyLengths[kind], `${title}PolicySize`);
      await changeEntity(work, kind, nameOf(work.parameters, kind), (record) => withPolicies(record, [...others(record, name), { name, document }], policyLengths[kind], title));
      return {};
    },
  };
  const get: IamVerb = {
    readOnly: true, resource,
    run: (work) => {
      const holder = requireEntity(work, kind, nameOf(work.parameters, kind));
      const name = policyNameOf(work.parameters);
      const policy = holder.policies.find((candidate) => candidate.name === name);
      if (policy === undefined) throw noSuchPolicy(kind, name);
      return { result: { [nameMember[kind]]: holder.name, PolicyName: name, PolicyDocument: encodedDocument(policy.text) } };
    },
  };
  const list: IamVerb = {
    readOnly: true, resource,
    run: (work) => ({ result: paged(work.parameters, 'PolicyNames', requireEntity(work, kind, nameOf(work.parameters, kind)).policies.map(({ name }) => name), (name) => name, (name) => name) }),
  };
  const remove: IamVerb = {
    readOnly: false, resource, conditions: (work) => boundaryOfTarget(work, kind),
    run: async (work) => {
      const name = policyNameOf(work.parameters);
      await changeEntity(work, kind, nameOf(work.parameters, kind), (record) => {
        if (!record.policies.some((policy) => policy.name === name)) throw noSuchPolicy(kind, name);
        return { ...record, policies: others(record, name) };
      });
      return {};
    },
  };
  return [[`Put${title}Policy`, put], [`Get${title}Policy`, get], [`List${title}Policies`, list], [`Delete${title}Policy`, remove]];
}

type Policies = RecordOf<HolderKind>['policies'];

function others({ policies }: { readonly policies: Policies }, name: string): Policies {
  return policies.filter((policy) => policy.name !== name);
}

/** AWS's quota is of all inline policies of one entity together. */
function withPolicies<R extends { readonly policies: Policies }>(record: R, policies: Policies, lengthMax: number, title: string): R {
  const length = policies.reduce((sum, { document }) => sum + document.replace(/\s/g, '').length, 0);
  if (length > lengthMax) throw new QueryError('LimitExceeded', `Maximum policy size of ${String(lengthMax)} bytes exceeded for ${title.toLowerCase()}`);
  return { ...record, policies };
}

function noSuchPolicy(kind: HolderKind, name: string): QueryError {
  return new QueryError('NoSuchEntity', `The ${kind} policy with name ${name} cannot be found.`);
}

export const inlinePolicyVerbs: IamVerbs = [...inlineVerbsOf('user', 'User'), ...inlineVerbsOf('group', 'Group'), ...inlineVerbsOf('role', 'Role')];
