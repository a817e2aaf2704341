import { awsManagedPolicies, policyLengths, type ManagedPolicy } from '@coffer/iam';
import { QueryError } from '../query/query-error.js';
import { conflict } from './conflict.js';
import { drawUniqueId } from './draw-unique-id.js';
import { allOf, changeEntity, createEntity, noSuchEntity, recordOf, requireEntity, requirePolicy } from './entities.js';
import { assertNoPath, documentOf, encodedDocument, entityArn, nameOf, policyArnOf } from './members.js';
import { paged } from './paging.js';
import { createdAt, printPolicy } from './print-entities.js';
import type { IamVerb, IamVerbs, IamWork } from './verb.js';

/** Policies have one version here, and no other can be made. */
const VERSION = 'v1';
const DESCRIPTION = { min: 0, max: 1_000 };

const byArn = ({ parameters }: IamWork): string => policyArnOf(parameters);

const createPolicy: IamVerb = {
  readOnly: false,
  resource: (work) => entityArn(work.accountId, 'policy', nameOf(work.parameters, 'policy')),
  run: async (work) => {
    const { parameters, now } = work;
    assertNoPath(parameters);
    const name = nameOf(parameters, 'policy');
    const document = documentOf(parameters, 'PolicyDocument', 'identity', policyLengths.managed, 'PolicySize');
    const description = parameters.optional('Description', DESCRIPTION) ?? '';
    await createEntity(work, 'policy', name, () => ({ kind: 'policy', name, uniqueId: drawUniqueId('ANPA'), createdAt: now.getTime(), description, document }));
    const policy = requireEntity(work, 'policy', name);
    return { result: { Policy: printPolicy(work, policy, 0) }, made: { policy: { policyName: name, arn: policy.arn } } };
  },
};

const getPolicy: IamVerb = {
  readOnly: true,
  resource: byArn,
  run: (work) => {
    const policy = found(work);
    return { result: { Policy: { ...printPolicy(work, policy, attachments(work, policy)), Description: recordOf(work, 'policy', policy.name)?.description } } };
  },
};

const getPolicyVersion: IamVerb = {
  readOnly: true,
  resource: byArn,
  run: (work) => {
    const { policy, name, arn } = found(work);
    const version = work.parameters.required('VersionId', { max: 32 });
    if (version !== VERSION) throw new QueryError('NoSuchEntity', `Policy ${arn} version ${version} does not exist or is not attachable.`);
    return { result: { PolicyVersion: { Document: encodedDocument(policy.text), VersionId: VERSION, IsDefaultVersion: true, CreateDate: createdAt(work, 'policy', name) } } };
  },
};

const listPolicies: IamVerb = {
  readOnly: true,
  resource: ({ accountId }) => entityArn(accountId, 'policy', ''),
  run: (work) => {
    const scope = work.parameters.raw('Scope') ?? 'All';
    const own = scope === 'AWS' ? [] : allOf(work, 'policy');
    const aws = scope === 'Local' ? [] : awsManagedPolicies().map(({ name }) => requirePolicy(work, name));
    const onlyAttached = work.parameters.raw('OnlyAttached') === 'true';
    const listed = [...own, ...aws].filter((policy) => !onlyAttached || attachments(work, policy) > 0);
    return { result: paged(work.parameters, 'Policies', listed, ({ arn }) => arn, (policy) => printPolicy(work, policy, attachments(work, policy))) };
  },
};

const deletePolicy: IamVerb = {
  readOnly: false,
  resource: byArn,
  run: async (work) => {
    const policy = found(work);
    if (policy.arn.startsWith('arn:aws:iam::aws:')) throw new QueryError('AccessDenied', `User: ${work.caller.arn} is not authorized to perform: iam:DeletePolicy on resource: policy ${policy.arn}`);
    await changeEntity(work, 'policy', policy.name, () => {
      if (attachments(work, policy) > 0) throw new QueryError('DeleteConflict', 'Cannot delete a policy attached to entities.');
      if (isBoundary(work, policy)) throw conflict('remove the permissions boundaries that it is');
      return undefined;
    });
    return {};
  },
};

function found(work: IamWork): ManagedPolicy {
  const arn = policyArnOf(work.parameters);
  try {
    return requirePolicy(work, arn);
  } catch (error) {
    throw error instanceof QueryError ? noSuchEntity('policy', arn) : error;
  }
}

function attachments(work: IamWork, { arn }: ManagedPolicy): number {
  const holders = [...allOf(work, 'user'), ...allOf(work, 'group'), ...allOf(work, 'role')];
  return holders.filter(({ attachedPolicies }) => attachedPolicies.some((policy) => policy.arn === arn)).length;
}

function isBoundary(work: IamWork, { arn }: ManagedPolicy): boolean {
  return [...allOf(work, 'user'), ...allOf(work, 'role')].some(({ permissionsBoundary }) => permissionsBoundary?.arn === arn);
}

export const managedPolicyVerbs: IamVerbs = [
  ['CreatePolicy', createPolicy], ['GetPolicy', getPolicy], ['GetPolicyVersion', getPolicyVersion], ['ListPolicies', listPolicies], ['DeletePolicy', deletePolicy],
];
