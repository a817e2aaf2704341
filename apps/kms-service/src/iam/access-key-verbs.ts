import { randomBytes } from 'node:crypto';
import { AccessKey } from '@coffer/iam';
import type { Parameters } from '../query/parameters.js';
import { QueryError } from '../query/query-error.js';
import { base32 } from '../sessions/base32.js';
import { changeEntity, recordOf, requireEntity } from './entities.js';
import { entityArn, userNameOf } from './members.js';
import { paged } from './paging.js';
import type { RecordOf } from './records.js';
import type { IamVerb, IamVerbs, IamWork } from './verb.js';

export const ACCESS_KEYS_MAX = 2;
const KEY_ID = { min: 16, max: 128, pattern: /^\w+$/ };
const ID_SIZE = 10;
const SECRET_SIZE = 30;

const resource = (work: IamWork): string => entityArn(work.accountId, 'user', userNameOf(work));

const createAccessKey: IamVerb = {
  readOnly: false,
  resource,
  run: async (work) => {
    const UserName = userNameOf(work);
    const key = new AccessKey(`AKIA${base32(randomBytes(ID_SIZE))}`, randomBytes(SECRET_SIZE).toString('base64'));
    await changeEntity(work, 'user', UserName, (user) => {
      if (user.accessKeys.length >= ACCESS_KEYS_MAX) throw new QueryError('LimitExceeded', `Cannot exceed quota for AccessKeysPerUser: ${String(ACCESS_KEYS_MAX)}`);
      return { ...user, accessKeys: [...user.accessKeys, { id: key.id, secret: key.reveal(), active: true, createdAt: work.now.getTime() }] };
    });
    return {
      result: { AccessKey: { UserName, AccessKeyId: key.id, Status: 'Active', SecretAccessKey: key, CreateDate: work.now } },
      made: { accessKey: { userName: UserName, accessKeyId: key.id, status: 'Active' } },
    };
  },
};

const updateAccessKey: IamVerb = {
  readOnly: false,
  resource,
  run: async (work) => {
    const active = activeOf(work.parameters);
    await changeKey(work, (key) => ({ ...key, active }));
    return {};
  },
};

const deleteAccessKey: IamVerb = {
  readOnly: false,
  resource,
  run: async (work) => {
    await changeKey(work, () => undefined);
    return {};
  },
};

const listAccessKeys: IamVerb = {
  readOnly: true,
  resource,
  run: (work) => {
    const { name, accessKeys } = requireEntity(work, 'user', userNameOf(work));
    const made = new Map(recordOf(work, 'user', name)?.accessKeys.map(({ id, createdAt }) => [id, createdAt]));
    return {
      result: paged(work.parameters, 'AccessKeyMetadata', accessKeys, ({ accessKey }) => accessKey.id, ({ accessKey, active }) => ({
        UserName: name, AccessKeyId: accessKey.id, Status: active ? 'Active' : 'Inactive', CreateDate: new Date(made.get(accessKey.id) ?? 0),
      })),
    };
  },
};

/** When a key was used last is not kept. */
const getAccessKeyLastUsed: IamVerb = {
  readOnly: true,
  resource: (work) => entityArn(work.accountId, 'user', ownerOf(work).userName ?? ''),
  run: (work) => ({ result: { UserName: ownerOf(work).userName, AccessKeyLastUsed: { Region: 'N/A', ServiceName: 'N/A' } } }),
};

function ownerOf({ identities, parameters, accountId }: IamWork): { readonly userName?: string } {
  const id = parameters.required('AccessKeyId', KEY_ID);
  const principal = identities.accessKeyOf(id)?.principal;
  if (principal?.accountId !== accountId || principal.type !== 'User') throw noSuchKey(id);
  return principal;
}

type Key = RecordOf<'user'>['accessKeys'][number];

async function changeKey(work: IamWork, change: (key: Key) => Key | undefined): Promise<void> {
  const id = work.parameters.required('AccessKeyId', KEY_ID);
  await changeEntity(work, 'user', userNameOf(work), (user) => {
    if (!user.accessKeys.some((key) => key.id === id)) throw noSuchKey(id);
    return { ...user, accessKeys: user.accessKeys.flatMap((key) => (key.id === id ? (change(key) ?? []) : key)) };
  });
}

function activeOf(parameters: Parameters): boolean {
  const status = parameters.required('Status', { max: 32 });
  if (status !== 'Active' && status !== 'Inactive') {
    throw new QueryError('ValidationError', "1 validation error detected: Value at 'status' failed to satisfy constraint: Member must satisfy enum value set: [Active, Inactive]");
  }
  return status === 'Active';
}

function noSuchKey(id: string): QueryError {
  return new QueryError('NoSuchEntity', `The Access Key with id ${id} cannot be found.`);
}

export const accessKeyVerbs: IamVerbs = [
  ['CreateAccessKey', createAccessKey], ['UpdateAccessKey', updateAccessKey], ['ListAccessKeys', listAccessKeys], ['DeleteAccessKey', deleteAccessKey],
  ['GetAccessKeyLastUsed', getAccessKeyLastUsed],
];
