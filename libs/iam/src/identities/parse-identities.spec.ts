import { AccessKey } from '../access-key.js';
import { IdentitiesError } from './identities-error.js';
import { parseIdentities } from './parse-identities.js';
import { ACCESS_KEYS_MAX } from './read-access-key.js';
import { ACCOUNTS_MAX, USERS_MAX } from './read-document.js';
import { TAGS_MAX } from './read-tags.js';
import type { IdentitiesOptions } from './reading.js';

const SECRET = 'secret-of-sixteen-or-more';
const key = (id: string, secret: unknown = SECRET): object => ({ id, secret });
const account = (...users: unknown[]): object => ({ accounts: [{ id: '000000000000', users }] });
const alice = (more: object = {}): object => ({ name: 'alice', accessKeys: [key('AKIAALICE0000000000A')], ...more });

function parse(document: unknown, options?: IdentitiesOptions): ReturnType<typeof parseIdentities> {
  return parseIdentities([{ name: '', document }], options);
}

function mistakes(document: unknown, options?: IdentitiesOptions): readonly string[] {
  try {
    parse(document, options);
  } catch (error) {
    if (error instanceof IdentitiesError) return error.mistakes;
    throw error;
  }
  return [];
}

describe('parseIdentities', () => {
  it('finds a user by an access key id', () => {
    const found = parse(account(alice({ tags: { team: 'blue' } }))).find('AKIAALICE0000000000A');
    expect(found?.principal.arn).toBe('arn:aws:iam::000000000000:user/alice');
    expect(found?.accessKey.reveal()).toBe(SECRET);
    expect(found?.tags).toEqual(new Map([['team', 'blue']]));
  });

  it('finds nobody by an id that is unknown, or that is the name of a member of every object', () => {
    const identities = parse(account(alice()));
    for (const id of ['AKIANOBODY0000000000', 'akiaalice0000000000a', '__proto__', 'constructor', '']) expect(identities.find(id)).toBeUndefined();
  });

  it('knows a user by each of several keys', () => {
    const identities = parse(account({ name: 'alice', accessKeys: [key('AKIAALICE0000000000A'), key('AKIAALICE0000000000B')] }));
    expect(identities.find('AKIAALICE0000000000B')?.principal).toEqual(identities.find('AKIAALICE0000000000A')?.principal);
  });

  it('knows the root of each account by its access keys, beside the one whose credentials come from elsewhere', () => {
    const key = (letter: string, more: object = {}): object => ({ id: `AKIAROOT00000000000${letter}`, secret: SECRET, ...more });
    const document = { accounts: [{ id: '000000000000', root: { accessKeys: [key('A')] } }, { id: '111111111111', root: { accessKeys: [key('B'), key('C', { status: 'inactive' })] } }] };
    const identities = parse(document, { root: { accountId: '000000000000', accessKey: new AccessKey('AKIAROOT000000000000', SECRET) } });
    expect([...identities].map(({ principal: { type, arn }, accessKey: { id }, active }) => [type, arn, id, active])).toEqual([
      ['Root', 'arn:aws:iam::000000000000:root', 'AKIAROOT000000000000', true],
      ['Root', 'arn:aws:iam::000000000000:root', 'AKIAROOT00000000000A', true],
      ['Root', 'arn:aws:iam::111111111111:root', 'AKIAROOT00000000000B', true],
      ['Root', 'arn:aws:iam::111111111111:root', 'AKIAROOT00000000000C', false],
    ]);
    expect(identities.find('AKIAROOT00000000000C')).toBeUndefined();
    expect(identities.find('AKIAROOT00000000000B')?.accessKey.reveal()).toBe(SECRET);
  });

  it('refuses a third access key of a root, one that is taken, a root in two documents, one without sense, and one of an API', () => {
    const key = (letter: string): object => ({ id: `AKIAROOT00000000000${letter}`, secret: SECRET });
    const rootOf = (root: unknown): object => ({ accounts: [{ id: '000000000000', root }] });
    expect(mistakes(rootOf({ accessKeys: ['A', 'B', 'C'].map(key) }))).toEqual(['accounts[0].root.accessKeys: has 3 entries; at most 2 are taken']);
    expect(mistakes(rootOf({ accessKeys: [key('A'), key('A')] }))).toEqual(['accounts[0].root.accessKeys[1].id: is given twice; it belongs to arn:aws:iam::000000000000:root']);
    expect(mistakes(rootOf([]))).toEqual(['accounts[0].root: must be an object']);
    expect(mistakes(rootOf({ policies: [] }))).toEqual(['accounts[0].root.policies: is not a known member']);
    const two = ['A', 'B'].map((letter) => ({ name: letter, document: rootOf({ accessKeys: [key(letter)] }) }));
    expect(() => parseIdentities(two)).toThrow('B: accounts[0].root: is given twice');
    expect(() => parseIdentities([{ name: 'api', yields: true, document: rootOf({ accessKeys: [key('A')] }) }])).toThrow('api: accounts[0].root: is not a known member');
  });

  it('knows the root by credentials from elsewhere', () => {
    const root = { accountId: '000000000000', accessKey: new AccessKey('AKIAROOT000000000000', SECRET) };
    const identities = parse(account(alice()), { root });
    expect(identities.find('AKIAROOT000000000000')?.principal.type).toBe('Root');
    expect(identities.size).toBe(2);
  });

  it('reads one account from several documents', () => {
    const bob = { name: 'bob', accessKeys: [key('AKIABOB00000000000000')] };
    const identities = parseIdentities([{ name: 'a.yaml', document: account(alice()) }, { name: 'b.yaml', document: account(bob) }]);
    expect([...identities].map(({ principal }) => principal.userName)).toEqual(['alice', 'bob']);
  });

  it('asks for the text of a secretFile, naming the document', () => {
    const asked: string[][] = [];
    const document = account({ name: 'alice', accessKeys: [{ id: 'AKIAALICE0000000000A', secretFile: '/run/secrets/alice' }] });
    const readSecret = (...args: string[]): string => {
      asked.push(args);
      return SECRET;
    };
    const identities = parseIdentities([{ name: 'a.yaml', document }], { readSecret });
    expect(identities.find('AKIAALICE0000000000A')?.accessKey.reveal()).toBe(SECRET);
    expect(asked).toEqual([['/run/secrets/alice', 'a.yaml']]);
  });
});

describe('parseIdentities refuses', () => {
  it.each<[string, unknown, string]>([
    ['no object', null, 'must be an object'],
    ['a list', [], 'must be an object'],
    ['no accounts', {}, 'accounts: is needed and not given'],
    ['accounts that are no list', { accounts: {} }, 'accounts: must be a list'],
    ['an unknown member', { accounts: [], acounts: [] }, 'acounts: is not a known member'],
    ['a member that every object has', { accounts: [], constructor: 1 }, 'constructor: is not a known member'],
    ['an unknown member of a user', account(alice({ polices: [] })), 'accounts[0].users[0].polices: is not a known member'],
    ['an account id of 11 digits', { accounts: [{ id: '00000000000' }] }, 'accounts[0].id: must be 12 digits in quotes'],
    ['an account id that YAML read as a number', { accounts: [{ id: 123456789012 }] }, 'accounts[0].id: must be text (put it in quotes)'],
    ['an account given twice', { accounts: [{ id: '000000000000' }, { id: '000000000000' }] }, 'accounts[1].id: is given twice in one document'],
    ['a user without a name', account({}), 'accounts[0].users[0].name: is needed and not given'],
    ['a name of 65 characters', account({ name: 'a'.repeat(65) }), 'accounts[0].users[0].name: must be 1 to 64 letters, digits or any of _+=,.@-'],
    ['a name with a slash', account({ name: 'a/b' }), 'accounts[0].users[0].name: must be 1 to 64 letters, digits or any of _+=,.@-'],
    ['a user twice, in another case', account(alice(), { name: 'ALICE' }), 'accounts[0].users[1].name: is given twice'],
    ['a tag whose key is there in another case', account(alice({ tags: { team: 'a', Team: 'b' } })), 'accounts[0].users[0].tags.Team: is given twice'],
    ['a tag with a key of 129 characters', account(alice({ tags: { ['k'.repeat(129)]: '' } })), `accounts[0].users[0].tags.${'k'.repeat(128)}: must have a key of 1 to 128 characters`],
    ['a tag with a key of AWS', account(alice({ tags: { 'aws:x': '' } })), 'accounts[0].users[0].tags.aws:x: must have a key that does not begin with aws:'],
    ['a tag with signs that IAM has not', account(alice({ tags: { a: '<' } })), 'accounts[0].users[0].tags.a: must be letters, digits, spaces or any of _.:/=+-@'],
    ['a tag of 257 characters', account(alice({ tags: { a: 'v'.repeat(257) } })), 'accounts[0].users[0].tags.a: must be text of at most 256 characters'],
    ['a path of a user', account(alice({ path: '/team/' })), 'accounts[0].users[0].path: is not a known member'],
    ['tags that are no object', account(alice({ tags: ['a'] })), 'accounts[0].users[0].tags: must be an object of text'],
    ['a tag that is no text', account(alice({ tags: { a: 1 } })), 'accounts[0].users[0].tags.a: must be text of at most 256 characters'],
  ])('%s', (_, document, mistake) => {
    expect(mistakes(document)).toEqual([mistake]);
  });

  it.each<[string, object, string]>([
    ['no id', { secret: SECRET }, '.id: is needed and not given'],
    ['an id of 15 characters', key('A'.repeat(15)), '.id: must be 16 to 128 letters, digits or underscores'],
    ['an id of 129 characters', key('A'.repeat(129)), '.id: must be 16 to 128 letters, digits or underscores'],
    ['an id with a slash, which splits a credential', key('AKIA/ALICE0000000000'), '.id: must be 16 to 128 letters, digits or underscores'],
    ['an id with a newline at its end', key('AKIAALICE0000000000A\n'), '.id: must be 16 to 128 letters, digits or underscores'],
    ['no secret', { id: 'AKIAALICE0000000000A' }, '.secret: is needed and not given'],
    ['a secret of 15 characters', key('AKIAALICE0000000000A', 's'.repeat(15)), '.secret: must be 16 to 128 printable ASCII characters without spaces'],
    ['a secret of 129 characters', key('AKIAALICE0000000000A', 's'.repeat(129)), '.secret: must be 16 to 128 printable ASCII characters without spaces'],
    ['a secret that is a number', key('AKIAALICE0000000000A', 1234567890123456), '.secret: must be text (put it in quotes)'],
    ['both secret and secretFile', { ...key('AKIAALICE0000000000A'), secretFile: 'f' }, ': has both secret and secretFile; keep one'],
    ['a secretFile where none can be read', { id: 'AKIAALICE0000000000A', secretFile: 'f' }, '.secretFile: cannot be read here; give the secret itself'],
    ['a status that is none', { ...key('AKIAALICE0000000000A'), status: 'Active' }, '.status: must be active or inactive'],
    ['an id as of a session', key('ASIAALICE0000000000A'), '.id: must not begin with ASIA, as those of sessions do'],
    ['a session token', { ...key('AKIAALICE0000000000A'), sessionToken: 't' }, '.sessionToken: is not a known member'],
  ])('an access key with %s', (_, accessKey, mistake) => {
    expect(mistakes(account({ name: 'alice', accessKeys: [accessKey] }))).toEqual([`accounts[0].users[0].accessKeys[0]${mistake}`]);
  });

  it('an access key id that belongs to another user, or to the root', () => {
    const root = { accountId: '000000000000', accessKey: new AccessKey('AKIAALICE0000000000A', SECRET) };
    const bob = { name: 'bob', accessKeys: [key('AKIAALICE0000000000A')] };
    expect(mistakes(account(alice(), bob))).toEqual([
      'accounts[0].users[1].accessKeys[0].id: is given twice; it belongs to arn:aws:iam::000000000000:user/alice',
    ]);
    expect(mistakes(account(alice()), { root })).toEqual([
      'accounts[0].users[0].accessKeys[0].id: is given twice; it belongs to arn:aws:iam::000000000000:root',
    ]);
  });

  it('a secretFile that cannot be read, in the words of who reads it', () => {
    const document = account({ name: 'alice', accessKeys: [{ id: 'AKIAALICE0000000000A', secretFile: '/gone' }] });
    const readSecret = (file: string): string => {
      throw new Error(`${file} does not exist`);
    };
    expect(mistakes(document, { readSecret })).toEqual(['accounts[0].users[0].accessKeys[0].secretFile: /gone does not exist']);
  });

  it('everything at once, each with its document, and takes nothing', () => {
    const sources = [
      { name: 'a.yaml', document: account({ name: 'a b' }, { name: 'c', roles: [] }) },
      { name: 'b.yaml', document: { accounts: 1 } },
    ];
    expect(() => parseIdentities(sources)).toThrow(
      [
        'a.yaml: accounts[0].users[0].name: must be 1 to 64 letters, digits or any of _+=,.@-',
        'a.yaml: accounts[0].users[1].roles: is not a known member',
        'b.yaml: accounts: must be a list',
      ].join('\n'),
    );
  });

  it('never repeats a secret', () => {
    const hidden = 'hidden'.repeat(30);
    expect(mistakes(account({ name: hidden, accessKeys: [key(hidden, hidden)] })).join()).not.toContain('hidden');
  });
});

describe('parseIdentities takes its limits and not one more', () => {
  const range = (length: number): number[] => Array.from({ length }, (_, index) => index);
  const accounts = (count: number): object => ({ accounts: range(count).map((n) => ({ id: String(n).padStart(12, '0') })) });
  const users = (count: number): object => account(...range(count).map((n) => ({ name: `u${String(n)}` })));
  const keys = (count: number): object =>
    account({ name: 'alice', accessKeys: range(count).map((n) => key(`AKIAALICE${String(n).padStart(11, '0')}`)) });
  const tags = (count: number): object => account(alice({ tags: Object.fromEntries(range(count).map((n) => [`t${String(n)}`, ''])) }));

  it.each<[string, number, (count: number) => object]>([
    ['accounts', ACCOUNTS_MAX, accounts],
    ['users', USERS_MAX, users],
    ['access keys', ACCESS_KEYS_MAX, keys],
    ['tags', TAGS_MAX, tags],
  ])('%s: %i', (_, most, make) => {
    expect(mistakes(make(most))).toEqual([]);
    expect(mistakes(make(most + 1))).toEqual([expect.stringContaining(`at most ${String(most)} are taken`)]);
  });

  it.each([16, 128])('ids and secrets of %i characters', (length) => {
    expect(mistakes(account({ name: 'alice', accessKeys: [key('A'.repeat(length), '~'.repeat(length))] }))).toEqual([]);
  });
});
