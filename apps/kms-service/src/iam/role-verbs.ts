import { policyLengths } from '@coffer/iam';
import { givenBoundary } from './boundary-keys.js';
import { readBoundary } from './boundary-verbs.js';
import { conflict } from './conflict.js';
import { drawUniqueId } from './draw-unique-id.js';
import { allOf, changeEntity, createEntity, requireEntity } from './entities.js';
import { assertNoPath, documentOf, entityArn, nameOf } from './members.js';
import { paged } from './paging.js';
import { printRole } from './print-entities.js';
import type { RoleRecord } from './records.js';
import { readTags, requestTags } from './tag-verbs.js';
import type { IamVerb, IamVerbs, IamWork } from './verb.js';

export const MAX_SESSION_SECONDS = { min: 3_600, max: 43_200 } as const;
/** Latin-1, as AWS has it. */
const DESCRIPTION = { min: 0, max: 1_000, pattern: /^[\t\n\r\x20-\x7e\xa1-\xff]*$/ };

const resource = (work: IamWork): string => entityArn(work.accountId, 'role', nameOf(work.parameters, 'role'));

const createRole: IamVerb = {
  readOnly: false,
  resource,
  conditions: (work) => (name) => requestTags(work)(name) ?? givenBoundary(work)(name),
  run: async (work) => {
    const { parameters, now } = work;
    assertNoPath(parameters);
    const record: RoleRecord = {
      kind: 'role', name: nameOf(parameters, 'role'), uniqueId: drawUniqueId('AROA'), createdAt: now.getTime(), policies: [], attached: [], tags: readTags(parameters),
      description: parameters.optional('Description', DESCRIPTION) ?? '',
      maxSessionSeconds: parameters.integer('MaxSessionDuration', MAX_SESSION_SECONDS.min, MAX_SESSION_SECONDS.max) ?? MAX_SESSION_SECONDS.min,
      trust: documentOf(parameters, 'AssumeRolePolicyDocument', 'trust', policyLengths.trust, 'ACLSizePerRole'),
    };
    await createEntity(work, 'role', record.name, () => ({ ...record, ...readBoundary(work) }));
    const role = requireEntity(work, 'role', record.name);
    return { result: { Role: printRole(work, role, true) }, made: { role: { roleName: role.name, arn: role.principal.arn } } };
  },
};

const getRole: IamVerb = {
  readOnly: true,
  resource,
  run: (work) => ({ result: { Role: printRole(work, requireEntity(work, 'role', nameOf(work.parameters, 'role')), true) } }),
};

const listRoles: IamVerb = {
  readOnly: true,
  resource: ({ accountId }) => entityArn(accountId, 'role', ''),
  run: (work) => ({ result: paged(work.parameters, 'Roles', allOf(work, 'role'), ({ name }) => name, (role) => printRole(work, role)) }),
};

const updateRole: IamVerb = {
  readOnly: false,
  resource,
  run: async (work) => {
    const { parameters } = work;
    const description = parameters.optional('Description', DESCRIPTION);
    const maxSessionSeconds = parameters.integer('MaxSessionDuration', MAX_SESSION_SECONDS.min, MAX_SESSION_SECONDS.max);
    const changed = { ...(description !== undefined && { description }), ...(maxSessionSeconds !== undefined && { maxSessionSeconds }) };
    await changeEntity(work, 'role', nameOf(parameters, 'role'), (role) => ({ ...role, ...changed }));
    return { result: {} };
  },
};

const updateAssumeRolePolicy: IamVerb = {
  readOnly: false,
  resource,
  run: async (work) => {
    const trust = documentOf(work.parameters, 'PolicyDocument', 'trust', policyLengths.trust, 'ACLSizePerRole');
    await changeEntity(work, 'role', nameOf(work.parameters, 'role'), (role) => ({ ...role, trust }));
    return {};
  },
};

const deleteRole: IamVerb = {
  readOnly: false,
  resource,
  run: async (work) => {
    await changeEntity(work, 'role', nameOf(work.parameters, 'role'), (role) => {
      if (role.policies.length > 0) throw conflict('delete policies');
      if (role.attached.length > 0) throw conflict('detach all policies');
      return undefined;
    });
    return {};
  },
};

export const roleVerbs: IamVerbs = [
  ['CreateRole', createRole], ['GetRole', getRole], ['ListRoles', listRoles], ['UpdateRole', updateRole],
  ['UpdateAssumeRolePolicy', updateAssumeRolePolicy], ['DeleteRole', deleteRole],
];
