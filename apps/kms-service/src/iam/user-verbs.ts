import { givenBoundary } from './boundary-keys.js';
import { readBoundary } from './boundary-verbs.js';
import { conflict } from './conflict.js';
import { drawUniqueId } from './draw-unique-id.js';
import { allOf, changeEntity, createEntity, requireEntity } from './entities.js';
import { assertNoPath, entityArn, nameOf, userNameOf } from './members.js';
import { paged } from './paging.js';
import { printUser } from './print-entities.js';
import type { UserRecord } from './records.js';
import { readTags, requestTags } from './tag-verbs.js';
import type { IamVerb, IamVerbs, IamWork } from './verb.js';

const named = (work: IamWork): string => entityArn(work.accountId, 'user', nameOf(work.parameters, 'user'));

const createUser: IamVerb = {
  readOnly: false,
  resource: named,
  conditions: (work) => (name) => requestTags(work)(name) ?? givenBoundary(work)(name),
  run: async (work) => {
    const { parameters, accountId, now } = work;
    assertNoPath(parameters);
    const name = nameOf(parameters, 'user');
    const record: UserRecord = { kind: 'user', name, uniqueId: drawUniqueId('AIDA'), createdAt: now.getTime(), policies: [], attached: [], groups: [], accessKeys: [], tags: readTags(parameters) };
    await createEntity(work, 'user', name, () => ({ ...record, ...readBoundary(work) }));
    return { result: { User: printUser(work, requireEntity(work, 'user', name), true) }, made: { user: { userName: name, arn: entityArn(accountId, 'user', name) } } };
  },
};

const getUser: IamVerb = {
  readOnly: true,
  resource: (work) => entityArn(work.accountId, 'user', userNameOf(work)),
  run: (work) => ({ result: { User: printUser(work, requireEntity(work, 'user', userNameOf(work)), true) } }),
};

const listUsers: IamVerb = {
  readOnly: true,
  resource: ({ accountId }) => entityArn(accountId, 'user', ''),
  run: (work) => ({ result: paged(work.parameters, 'Users', allOf(work, 'user'), ({ name }) => name, (user) => printUser(work, user)) }),
};

const deleteUser: IamVerb = {
  readOnly: false,
  resource: named,
  run: async (work) => {
    await changeEntity(work, 'user', nameOf(work.parameters, 'user'), (user) => {
      if (user.accessKeys.length > 0) throw conflict('delete access keys');
      if (user.policies.length > 0) throw conflict('delete policies');
      if (user.attached.length > 0) throw conflict('detach all policies');
      if (user.groups.length > 0) throw conflict('remove users from group');
      return undefined;
    });
    return {};
  },
};

export const userVerbs: IamVerbs = [['CreateUser', createUser], ['GetUser', getUser], ['ListUsers', listUsers], ['DeleteUser', deleteUser]];
