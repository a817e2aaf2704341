export const ACCOUNT = '000000000000';
export const OTHER_ACCOUNT = '111122223333';

/** Access keys of everybody whom the identities file of a lab knows. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A user of a lab: what it may is its one policy's statements; none: nothing. */
export interface Person extends Credentials {
  readonly name: string;
  readonly accountId: string;
  readonly statements: readonly object[];
}

export const allow = (Action: string | readonly string[], Resource: string | readonly string[] = '*', Condition?: object): object => ({ Effect: 'Allow', Action, Resource, ...(Condition && { Condition }) });
export const deny = (Action: string | readonly string[], Resource: string | readonly string[] = '*', Condition?: object): object => ({ Effect: 'Deny', Action, Resource, ...(Condition && { Condition }) });

/** A made-up user, its keys made of its name. */
export function person(name: string, statements: readonly object[] = [], accountId = ACCOUNT): Person {
  const id = `AKIA${name.toUpperCase().padEnd(16, '0')}`;
  return { name, accountId, statements, accessKeyId: id, secretAccessKey: `made-up-${name}-secret-0123456789abcdef`.slice(0, 40) };
}

export function arnOf({ accountId, name }: Person): string {
  return `arn:aws:iam::${accountId}:user/${name}`;
}

/** The identities document of these people. */
export function identitiesOf(people: readonly Person[]): object {
  const accounts = [ACCOUNT, OTHER_ACCOUNT].map((id) => ({ id, users: people.filter(({ accountId }) => accountId === id).map(userOf) }));
  return { accounts };
}

function userOf({ name, accessKeyId, secretAccessKey, statements }: Person): object {
  const policies = statements.length === 0 ? [] : [{ name: 'own', document: { Version: '2012-10-17', Statement: statements } }];
  return { name, accessKeys: [{ id: accessKeyId, secret: secretAccessKey }], policies };
}
