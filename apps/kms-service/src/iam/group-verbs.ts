import { QueryError } from '../query/query-error.js';
import { conflict } from './conflict.js';
import { drawUniqueId } from './draw-unique-id.js';
import { allOf, changeEntity, createEntity, requireEntity } from './entities.js';
import { assertNoPath, entityArn, nameOf } from './members.js';
import { paged } from './paging.js';
import { printGroup, printUser } from './print-entities.js';
import type { IamVerb, IamVerbs, IamWork } from './verb.js';

export const GROUPS_PER_USER_MAX = 10;

const resource = (work: IamWork): string => entityArn(work.accountId, 'group', nameOf(work.parameters, 'group'));

const createGroup: IamVerb = {
  readOnly: false,
  resource,
  run: async (work) => {
    assertNoPath(work.parameters);
    const name = nameOf(work.parameters, 'group');
    await createEntity(work, 'group', name, () => ({ kind: 'group', name, uniqueId: drawUniqueId('AGPA'), createdAt: work.now.getTime(), policies: [], attached: [] }));
    const group = requireEntity(work, 'group', name);
    return { result: { Group: printGroup(work, group) }, made: { group: { groupName: name, arn: group.arn } } };
  },
};

const getGroup: IamVerb = {
  readOnly: true,
  resource,
  run: (work) => {
    const group = requireEntity(work, 'group', nameOf(work.parameters, 'group'));
    const members = allOf(work, 'user').filter((user) => user.groups.some(({ name }) => name === group.name));
    return { result: { Group: printGroup(work, group), ...paged(work.parameters, 'Users', members, ({ name }) => name, (user) => printUser(work, user)) } };
  },
};

const listGroups: IamVerb = {
  readOnly: true,
  resource: ({ accountId }) => entityArn(accountId, 'group', ''),
  run: (work) => ({ result: paged(work.parameters, 'Groups', allOf(work, 'group'), ({ name }) => name, (group) => printGroup(work, group)) }),
};

const deleteGroup: IamVerb = {
  readOnly: false,
  resource,
  run: async (work) => {
    const name = nameOf(work.parameters, 'group');
    await changeEntity(work, 'group', name, (group) => {
      if (allOf(work, 'user').some((user) => user.groups.some((joined) => joined.name === group.name))) throw conflict('remove users from group');
      if (group.policies.length > 0) throw conflict('delete policies');
      if (group.attached.length > 0) throw conflict('detach all policies');
      return undefined;
    });
    return {};
  },
};

const addUserToGroup: IamVerb = {
  readOnly: false,
  resource,
  run: async (work) => {
    const groupName = nameOf(work.parameters, 'group');
    await changeEntity(work, 'user', nameOf(work.parameters, 'user'), (user) => {
      const { name } = requireEntity(work, 'group', groupName);
      if (user.groups.includes(name)) return user;
      if (user.groups.length >= GROUPS_PER_USER_MAX) throw new QueryError('LimitExceeded', `Cannot exceed quota for GroupsPerUser: ${String(GROUPS_PER_USER_MAX)}`);
      return { ...user, groups: [...user.groups, name] };
    });
    return {};
  },
};

const removeUserFromGroup: IamVerb = {
  readOnly: false,
  resource,
  run: async (work) => {
    const { name } = requireEntity(work, 'group', nameOf(work.parameters, 'group'));
    await changeEntity(work, 'user', nameOf(work.parameters, 'user'), (user) => ({ ...user, groups: user.groups.filter((joined) => joined !== name) }));
    return {};
  },
};

const listGroupsForUser: IamVerb = {
  readOnly: true,
  resource: (work) => entityArn(work.accountId, 'user', nameOf(work.parameters, 'user')),
  run: (work) => ({ result: paged(work.parameters, 'Groups', requireEntity(work, 'user', nameOf(work.parameters, 'user')).groups, ({ name }) => name, (group) => printGroup(work, group)) }),
};

export const groupVerbs: IamVerbs = [
  ['CreateGroup', createGroup], ['GetGroup', getGroup], ['ListGroups', listGroups], ['DeleteGroup', deleteGroup],
  ['AddUserToGroup', addUserToGroup], ['RemoveUserFromGroup', removeUserFromGroup], ['ListGroupsForUser', listGroupsForUser],
];
