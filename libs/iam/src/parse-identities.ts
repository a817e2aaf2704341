/**
 * The document of identities: accounts, their users, the users' access keys and tags.
 *
 *     accounts:
 *       - id: "000000000000"
 *         users:
 *           - name: alice
 *             accessKeys: [{ id: AKIAALICE0000000000A, secret: "..." }]      or secretFile: /run/secrets/alice
 *             tags: { team: blue }
 *
 * Strict: what is not known is refused with its place, and so are policies, groups and roles, because a policy that nobody enforces
 * gives more than its author meant to give. Every mistake of all documents is told at once, and none of them is used then.
 */
import { AccessKey } from './access-key.js';
import { DocumentReader, join } from './document-reader.js';
import { Identities, type Identity } from './identities.js';
import { IdentitiesError } from './identities-error.js';
import { rootPrincipal, userPrincipal } from './principal.js';

export const ACCOUNTS_MAX = 1_000;
export const USERS_MAX = 5_000;
export const ACCESS_KEYS_MAX = 10;
export const TAGS_MAX = 50;

/** One document, already parsed from YAML or JSON, and the name by which its mistakes are told: a file's, or none. */
export interface IdentitiesSource {
  readonly name: string;
  readonly document: unknown;
}

export interface IdentitiesOptions {
  /** Gives the text of a `secretFile` of the named source; throws an error whose message completes `secretFile: ...`. */
  readonly readSecret?: (file: string, source: string) => string;
  /** The root credentials, which come from elsewhere. */
  readonly root?: { readonly accountId: string; readonly accessKey: AccessKey };
}

/** What is known while documents are read. */
interface Reading {
  readonly reader: DocumentReader;
  readonly options: IdentitiesOptions;
  readonly source: string;
  /** Whose each access key id is. */
  readonly owners: Map<string, string>;
  /** ARNs in lower case, because AWS does not tell users apart by case. */
  readonly users: Set<string>;
  readonly found: Identity[];
}

const accountIdForm = /^\d{12}$/;
const userNameForm = /^[\w+=,.@-]{1,64}$/;
const accessKeyIdForm = /^\w{16,128}$/;
const secretForm = /^[\x21-\x7e]{16,128}$/;
const SECRET_WORDS = '16 to 128 printable ASCII characters without spaces';
const TAG_KEY_LENGTH_MAX = 128;
const TAG_VALUE_LENGTH_MAX = 256;

function readTags({ reader }: Reading, value: unknown, place: string): ReadonlyMap<string, string> {
  if (value === undefined) return new Map();
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    reader.refuse(place, 'must be an object of text');
    return new Map();
  }
  const tags = new Map<string, unknown>(Object.entries(value));
  if (tags.size > TAGS_MAX) reader.refuse(place, `has ${String(tags.size)} tags; at most ${String(TAGS_MAX)} are taken`);
  for (const [key, text] of tags) {
    if (key.length === 0 || key.length > TAG_KEY_LENGTH_MAX) reader.refuse(join(place, key.slice(0, TAG_KEY_LENGTH_MAX)), 'must have a key of 1 to 128 characters');
    if (typeof text !== 'string' || text.length > TAG_VALUE_LENGTH_MAX) reader.refuse(join(place, key), 'must be text of at most 256 characters');
  }
  return tags as ReadonlyMap<string, string>;
}

/** The text of a `secretFile`, or nothing and a mistake. */
function secretFrom({ reader, options, source }: Reading, value: unknown, place: string): string | undefined {
  const file = reader.text(value, place, /^[^\0]+$/, 'a path');
  if (file === undefined) return undefined;
  if (options.readSecret === undefined) return reader.refuse(place, 'cannot be read here; give the secret itself');
  try {
    return options.readSecret(file, source);
  } catch (error) {
    return reader.refuse(place, (error as Error).message);
  }
}

function readAccessKey(reading: Reading, value: unknown, place: string, owner: string): AccessKey | undefined {
  const { reader, owners } = reading;
  const members = reader.members(value, place, ['id', 'secret', 'secretFile']);
  if (members === undefined) return undefined;
  const id = reader.text(members.get('id'), `${place}.id`, accessKeyIdForm, '16 to 128 letters, digits or underscores');
  if (members.has('secret') && members.has('secretFile')) return reader.refuse(place, 'has both secret and secretFile; keep one');
  const fromFile = members.has('secretFile');
  const at = fromFile ? `${place}.secretFile` : `${place}.secret`;
  const given = fromFile ? secretFrom(reading, members.get('secretFile'), at) : members.get('secret');
  if (fromFile && given === undefined) return undefined;
  const secret = reader.text(given, at, secretForm, SECRET_WORDS);
  if (id === undefined || secret === undefined) return undefined;
  const other = owners.get(id);
  if (other !== undefined) return reader.refuse(`${place}.id`, `is given twice; it belongs to ${other}`);
  owners.set(id, owner);
  return new AccessKey(id, secret);
}

function readUser(reading: Reading, value: unknown, place: string, accountId: string): void {
  const { reader, users, found } = reading;
  const members = reader.members(value, place, ['name', 'accessKeys', 'tags'], ['groups', 'policies']);
  if (members === undefined) return;
  const name = reader.text(members.get('name'), `${place}.name`, userNameForm, '1 to 64 letters, digits or any of _+=,.@-');
  const principal = userPrincipal(accountId, name ?? '');
  if (name !== undefined && users.has(principal.arn.toLowerCase())) reader.refuse(`${place}.name`, 'is given twice');
  if (name !== undefined) users.add(principal.arn.toLowerCase());
  const tags = readTags(reading, members.get('tags'), `${place}.tags`);
  for (const [item, at] of reader.list(members.get('accessKeys'), `${place}.accessKeys`, ACCESS_KEYS_MAX)) {
    const accessKey = readAccessKey(reading, item, at, principal.arn);
    if (accessKey !== undefined) found.push({ principal, accessKey, tags });
  }
}

function readDocument(reading: Reading, document: unknown): void {
  const { reader } = reading;
  const seen = new Set<string>();
  const accounts = reader.members(document, '', ['accounts']);
  if (accounts !== undefined && !accounts.has('accounts')) reader.refuse('accounts', 'is needed and not given');
  for (const [item, place] of reader.list(accounts?.get('accounts'), 'accounts', ACCOUNTS_MAX)) {
    const account = reader.members(item, place, ['id', 'users'], ['groups', 'roles', 'policies']);
    if (account === undefined) continue;
    const id = reader.text(account.get('id'), `${place}.id`, accountIdForm, '12 digits in quotes');
    if (id !== undefined && seen.has(id)) reader.refuse(`${place}.id`, 'is given twice in one document');
    seen.add(id ?? '');
    for (const [user, at] of reader.list(account.get('users'), `${place}.users`, USERS_MAX)) readUser(reading, user, at, id ?? '');
  }
}

/** Reads documents as one. One account may be spread over several of them; a user or an access key id may not. */
export function parseIdentities(sources: readonly IdentitiesSource[], options: IdentitiesOptions = {}): Identities {
  const { root } = options;
  const found: Identity[] = root === undefined ? [] : [{ principal: rootPrincipal(root.accountId), accessKey: root.accessKey, tags: new Map() }];
  const owners = new Map(found.map(({ principal, accessKey }) => [accessKey.id, principal.arn]));
  const users = new Set<string>();
  const mistakes = sources.flatMap(({ name, document }) => {
    const reader = new DocumentReader();
    readDocument({ reader, options, source: name, owners, users, found }, document);
    return reader.mistakes.map((mistake) => (name === '' ? mistake : `${name}: ${mistake}`));
  });
  if (mistakes.length > 0) throw new IdentitiesError(mistakes);
  return new Identities(found);
}
