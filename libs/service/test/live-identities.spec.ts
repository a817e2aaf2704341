import { EventEmitter } from 'node:events';
import { mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Secret } from '@coffer/crypto';
import { IdentitiesError, rolePrincipal, type Caller } from '@coffer/iam';
import { afterTests, tempDir } from '@coffer/testing';
import { Registry } from 'prom-client';
import { FURTHER_DOCUMENTS_MAX, MISTAKES_LOGGED_MAX } from '../src/identities/live-identities.js';
import { createLog, LiveIdentities } from '../src/index.js';

const SECRET = 'secret-of-sixteen-or-more';
const ACCOUNT = '000000000000';
const allow = (action: string): object => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] });
const keyOf = (name: string): string => `AKIA${name.toUpperCase()}`.padEnd(20, '0');
const user = (name: string, more: object = {}): object => ({ name, accessKeys: [{ id: keyOf(name), secret: SECRET }], ...more });
const account = (...users: object[]): string => JSON.stringify({ accounts: [{ id: ACCOUNT, users }] });

/** A watched directory, whose files are looked at when the test says so. */
function lab(files: Readonly<Record<string, string>>, { path = '', root = false, reloadSeconds = 0 } = {}) {
  const directory = tempDir();
  const write = (name: string, text: string): void => { writeFileSync(join(directory, name), text); };
  for (const [name, text] of Object.entries(files)) write(name, text);
  const rootKey = root ? { rootAccessKeyId: keyOf('root'), rootSecretAccessKey: Secret.copyOf(Buffer.from(SECRET)) } : { rootAccessKeyId: undefined, rootSecretAccessKey: undefined };
  const live = LiveIdentities.load({ accountId: ACCOUNT, identities: join(directory, path), ...rootKey });
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>) };
  const metrics = new Registry();
  const process = new EventEmitter();
  live.watch({ log: createLog({ service: 'suite', level: 'info', destination }), metrics, reloadSeconds, process });
  afterTests(() => { live.close(); });
  return {
    directory, write, live, lines, metrics, process,
    remove: (name: string) => { rmSync(join(directory, name)); },
    names: () => [...live.current()].map(({ principal }) => principal.userName ?? 'root'),
    secretOf: (name: string) => live.current().find(keyOf(name))?.accessKey.reveal(),
    faults: () => lines.flatMap(({ fault }) => (typeof fault === 'string' ? [fault.replaceAll(directory, 'DIR')] : [])),
    said: () => lines.map(({ level, msg }) => `${String(level)}: ${String(msg)}`),
  };
}

async function counted(metrics: Registry, name: string): Promise<Record<string, number>> {
  const found = (await metrics.getMetricsAsJSON()).find((metric) => metric.name === name);
  return Object.fromEntries((found?.values ?? []).map(({ labels, value }) => [String(labels['outcome'] ?? ''), value]));
}

const REFUSED = 'error: identities were not reloaded, and the former ones stay';
const APPLIED = 'info: identities were reloaded';

describe('LiveIdentities', () => {
  it('takes a changed file, and tells so', async () => {
    const { live, write, names, lines, metrics } = lab({ 'a.json': account(user('alice')) });
    const { revision } = live;
    const told: number[] = [];
    live.onChange((identities) => told.push(identities.userCount));
    expect(await counted(metrics, 'coffer_identities_users')).toEqual({ '': 1 });
    write('a.json', account(user('alice'), user('bob')));
    expect(names()).toEqual(['alice']);
    live.reloadIfChanged();
    expect(names()).toEqual(['alice', 'bob']);
    expect(live.revision).not.toBe(revision);
    expect(told).toEqual([2]);
    expect(lines).toEqual([expect.objectContaining({ level: 'info', msg: 'identities were reloaded', accounts: 1, users: 2, roles: 0 })]);
    expect(await counted(metrics, 'coffer_identities_reloads_total')).toEqual({ applied: 1, refused: 0 });
    expect(await counted(metrics, 'coffer_identities_users')).toEqual({ '': 2 });
    expect(Math.abs(((await counted(metrics, 'coffer_identities_last_success_timestamp_seconds'))[''] ?? 0) - Date.now() / 1_000)).toBeLessThan(60);
  });

  it('says nothing while nothing changes, and when a file is only touched', () => {
    const { live, directory, lines } = lab({ 'a.json': account(user('alice')) });
    const { revision } = live;
    live.reloadIfChanged();
    utimesSync(join(directory, 'a.json'), new Date(1_000_000_000_000), new Date(1_000_000_000_000));
    live.reloadIfChanged();
    expect(lines).toEqual([]);
    expect(live.revision).toBe(revision);
  });

  it('sees a change that leaves size and date as they were', () => {
    const { live, write, directory, names } = lab({ 'a.json': account(user('alice')) });
    const past = new Date(1_000_000_000_000);
    utimesSync(join(directory, 'a.json'), past, past);
    live.reloadIfChanged();
    write('a.json', account(user('alicf')));
    utimesSync(join(directory, 'a.json'), past, past);
    live.reloadIfChanged();
    expect(names()).toEqual(['alicf']);
  });

  it('holds a snapshot still for whoever has it', () => {
    const { live, write } = lab({ 'a.json': account(user('alice')) });
    const former = live.current();
    write('a.json', account(user('bob')));
    live.reloadIfChanged();
    expect(former.find(keyOf('alice'))?.principal.userName).toBe('alice');
    expect(live.current().find(keyOf('alice'))).toBeUndefined();
  });

  it('takes a new file of a directory, and lets go of the users of one that vanishes', () => {
    const { live, write, remove, names } = lab({ 'a.json': account(user('alice')) });
    write('b.json', account(user('bob')));
    live.reloadIfChanged();
    expect(names()).toEqual(['alice', 'bob']);
    remove('a.json');
    live.reloadIfChanged();
    expect(names()).toEqual(['bob']);
  });

  it('takes a file that is put in place of another', () => {
    const { live, write, directory, names } = lab({ 'a.json': account(user('alice')) });
    write('new', account(user('bob')));
    renameSync(join(directory, 'new'), join(directory, 'a.json'));
    live.reloadIfChanged();
    expect(names()).toEqual(['bob']);
  });

  it('takes a removed policy, an inactive key and a removed user at the next look', () => {
    const { live, write } = lab({ 'a.json': account(user('alice', { policies: [{ name: 'all', document: allow('*') }] }), user('bob')) });
    const alice = { ...live.current().find(keyOf('alice'))?.principal } as Caller;
    expect(live.current().standingOf(alice).identity).toHaveLength(1);
    write('a.json', account({ name: 'alice', accessKeys: [{ id: keyOf('alice'), secret: SECRET, status: 'inactive' }] }));
    live.reloadIfChanged();
    expect(live.current().standingOf(alice).identity).toEqual([]);
    expect([live.current().find(keyOf('alice')), live.current().find(keyOf('bob'))]).toEqual([undefined, undefined]);
  });

  it('looks by itself, as often as it is told to', async () => {
    const { live, write, names } = lab({ 'a.json': account(user('alice')) }, { reloadSeconds: 1 });
    write('a.json', account(user('bob')));
    while (names()[0] !== 'bob') await sleep(50);
    live.close();
    write('a.json', account(user('carol')));
    await sleep(1_300);
    expect(names()).toEqual(['bob']);
  });

  it('reads at SIGHUP, changed or not, until it is closed', () => {
    const { live, write, process, names, said } = lab({ 'a.json': account(user('alice')) });
    process.emit('SIGHUP');
    write('a.json', account(user('bob')));
    process.emit('SIGHUP');
    expect(names()).toEqual(['bob']);
    write('a.json', 'accounts: [');
    process.emit('SIGHUP');
    process.emit('SIGHUP');
    expect(said().filter((line) => line !== 'error: a mistake in the identities')).toEqual([APPLIED, APPLIED, REFUSED, REFUSED]);
    live.close();
    expect(process.listenerCount('SIGHUP')).toBe(0);
  });

  it('with the root only has nothing to look at', () => {
    const live = LiveIdentities.load({ accountId: ACCOUNT, identities: undefined, rootAccessKeyId: keyOf('root'), rootSecretAccessKey: Secret.copyOf(Buffer.from(SECRET)) });
    const { revision } = live;
    live.reloadIfChanged();
    expect(live.revision).toBe(revision);
    expect(live.current().find(keyOf('root'))?.principal.type).toBe('Root');
  });
});

describe('LiveIdentities takes files whole or not at all', () => {
  it('nothing of three files of which one has a wrong policy', async () => {
    const { live, write, names, faults, said, metrics } = lab({ 'a.json': account(user('alice')), 'b.json': account(user('bob')), 'c.json': account(user('carol')) });
    const { revision } = live;
    write('a.json', account());
    write('b.json', account(user('bob'), user('dora', { policies: [{ name: 'p', document: { Version: '2012-10-17', Statement: [{ Effect: 'Permit', Action: '*', Resource: '*' }] } }] })));
    write('c.json', account(user('carol'), user('erik')));
    live.reloadIfChanged();
    expect(names()).toEqual(['alice', 'bob', 'carol']);
    expect(live.revision).toBe(revision);
    expect(said()).toEqual([REFUSED, 'error: a mistake in the identities']);
    expect(faults()).toEqual(['COFFER_IDENTITIES: DIR/b.json: accounts[0].users[1].policies[0].document.Statement[0].Effect: must be Allow or Deny']);
    expect(await counted(metrics, 'coffer_identities_reloads_total')).toEqual({ applied: 0, refused: 1 });
    write('b.json', account(user('dora')));
    live.reloadIfChanged();
    expect(names()).toEqual(['dora', 'carol', 'erik']);
    expect(await counted(metrics, 'coffer_identities_reloads_total')).toEqual({ applied: 1, refused: 1 });
  });

  it('tells a refusal once, until the files change again', async () => {
    const { live, write, said, metrics } = lab({ 'a.json': account(user('alice')) });
    write('a.json', 'accounts: 1');
    for (let look = 0; look < 5; look += 1) live.reloadIfChanged();
    expect(said()).toHaveLength(2);
    write('a.json', 'accounts: 2');
    live.reloadIfChanged();
    expect(said()).toHaveLength(4);
    expect(await counted(metrics, 'coffer_identities_reloads_total')).toEqual({ applied: 0, refused: 2 });
  });

  it('keeps what is in force when a refused file is put back', () => {
    const former = account(user('alice'));
    const { live, write, names, said } = lab({ 'a.json': former });
    write('a.json', '{');
    live.reloadIfChanged();
    write('a.json', former);
    live.reloadIfChanged();
    expect(names()).toEqual(['alice']);
    expect(said().at(-1)).toBe(APPLIED);
  });

  it.each<[string, string, RegExp]>([
    ['half-written JSON', account(user('bob')).slice(0, -20), /DIR\/a\.yaml is not YAML or JSON/],
    ['half-written YAML', 'accounts:\n  - id: "000000000000"\n    users:\n      - name: "bo', /DIR\/a\.yaml is not YAML or JSON/],
    ['an empty file', '', /DIR\/a\.yaml: must be an object/],
    ['a file that names nobody', 'accounts: []', /names nobody/],
    ['two users with one key', account(user('bob'), { name: 'eve', accessKeys: [{ id: keyOf('bob'), secret: SECRET }] }), /is given twice; it belongs to/],
    ['a group that is not there', account(user('bob', { groups: ['gone'] })), /names no group of the account/],
  ])('%s', (_, text, fault) => {
    const { live, write, names, faults } = lab({ 'a.yaml': account(user('alice')) });
    write('a.yaml', text);
    live.reloadIfChanged();
    expect(names()).toEqual(['alice']);
    expect(faults()).toEqual([expect.stringMatching(fault)]);
  });

  it('a file that vanishes, until it is back', () => {
    const { live, write, remove, names, faults } = lab({ 'a.json': account(user('alice')) }, { path: 'a.json' });
    remove('a.json');
    live.reloadIfChanged();
    live.reloadIfChanged();
    expect(names()).toEqual(['alice']);
    expect(faults()).toEqual(['COFFER_IDENTITIES: DIR/a.json does not exist']);
    write('a.json', account(user('bob')));
    live.reloadIfChanged();
    expect(names()).toEqual(['bob']);
  });

  it('a directory that becomes empty, though there is the root', () => {
    const { live, remove, names, faults } = lab({ 'a.json': account(user('alice')) }, { root: true });
    remove('a.json');
    live.reloadIfChanged();
    expect(names()).toEqual(['root', 'alice']);
    expect(faults()).toEqual(['COFFER_IDENTITIES: DIR holds no .yaml, .yml or .json file']);
  });

  it('a directory that is gone', () => {
    const { live, directory, names, faults } = lab({ 'a.json': account(user('alice')) });
    rmSync(directory, { recursive: true });
    live.reloadIfChanged();
    expect(names()).toEqual(['alice']);
    expect(faults()).toEqual(['COFFER_IDENTITIES: DIR does not exist']);
  });

  it('logs so many mistakes and not one more, and never a secret', () => {
    const { live, write, lines, faults } = lab({ 'a.json': account(user('alice')) });
    write('a.json', account(...Array.from({ length: MISTAKES_LOGGED_MAX + 1 }, (_, n) => ({ name: `u${String(n)}`, accessKeys: [{ id: 'hidden', secret: 'h1dden' }] }))));
    live.reloadIfChanged();
    expect(faults()).toHaveLength(MISTAKES_LOGGED_MAX);
    expect(lines[0]).toMatchObject({ count: 2 * (MISTAKES_LOGGED_MAX + 1) });
    expect(JSON.stringify(lines)).not.toMatch(/h[i1]dden/);
  });
});

describe('LiveIdentities in a volume of Kubernetes', () => {
  /** Names in the volume are links through `..data`, which is a link to the directory of one version and is replaced by renaming. */
  function volume(versions: Record<string, Record<string, string>>, first: string) {
    const directory = tempDir();
    for (const [version, files] of Object.entries(versions)) {
      mkdirSync(join(directory, `..${version}`));
      for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, `..${version}`, name), text);
    }
    const swap = (version: string): void => {
      symlinkSync(`..${version}`, join(directory, '..data_tmp'));
      renameSync(join(directory, '..data_tmp'), join(directory, '..data'));
    };
    swap(first);
    for (const name of Object.keys(versions[first] ?? {})) symlinkSync(`..data/${name}`, join(directory, name));
    return { directory, swap };
  }
  const withSecretFile = JSON.stringify({ accounts: [{ id: ACCOUNT, users: [{ name: 'alice', accessKeys: [{ id: keyOf('alice'), secretFile: 'alice.txt' }] }] }] });
  const v1 = { 'a.yaml': withSecretFile, 'alice.txt': `${SECRET}-1`, 'b.yaml': account(user('bob')) };
  const v2 = { 'a.yaml': withSecretFile, 'alice.txt': `${SECRET}-2`, 'b.yaml': account(user('carol')) };

  function watched(versions: Record<string, Record<string, string>>) {
    const { directory, swap } = volume(versions, 'v1');
    const live = LiveIdentities.load({ accountId: ACCOUNT, identities: directory, rootAccessKeyId: undefined, rootSecretAccessKey: undefined });
    return { live, swap, directory, secret: () => live.current().find(keyOf('alice'))?.accessKey.reveal(), names: () => [...live.current()].map(({ principal }) => principal.userName) };
  }

  it('takes the next version of all files and secrets together', () => {
    const { live, swap, secret, names } = watched({ v1, v2 });
    expect([secret(), names()]).toEqual([`${SECRET}-1`, ['alice', 'bob']]);
    swap('v2');
    live.reloadIfChanged();
    expect([secret(), names()]).toEqual([`${SECRET}-2`, ['alice', 'carol']]);
    swap('v1');
    live.reloadIfChanged();
    expect([secret(), names()]).toEqual([`${SECRET}-1`, ['alice', 'bob']]);
  });

  it('keeps the former version when the next has a mistake', () => {
    const { live, swap, secret, names } = watched({ v1, v2: { ...v2, 'b.yaml': '{' } });
    swap('v2');
    live.reloadIfChanged();
    expect([secret(), names()]).toEqual([`${SECRET}-1`, ['alice', 'bob']]);
  });

  it('does not mind that the old version is removed after the swap', () => {
    const { live, swap, directory, secret } = watched({ v1, v2 });
    swap('v2');
    rmSync(join(directory, '..v1'), { recursive: true });
    live.reloadIfChanged();
    expect(secret()).toBe(`${SECRET}-2`);
    expect(readdirSync(directory)).toContain('..data');
  });
});

describe('LiveIdentities and secretFile', () => {
  const withFile = JSON.stringify({ accounts: [{ id: ACCOUNT, users: [{ name: 'alice', accessKeys: [{ id: keyOf('alice'), secretFile: 'alice.txt' }] }] }] });

  it('takes a secret that changes, though the document does not', () => {
    const { live, write, secretOf, said } = lab({ 'a.json': withFile, 'alice.txt': SECRET });
    write('alice.txt', `${SECRET}-new`);
    live.reloadIfChanged();
    expect(secretOf('alice')).toBe(`${SECRET}-new`);
    expect(said()).toEqual([APPLIED]);
  });

  it('keeps the former secret while its file is away or too short, and tells nothing of it', () => {
    const { live, write, remove, secretOf, faults, lines } = lab({ 'a.json': withFile, 'alice.txt': SECRET });
    remove('alice.txt');
    live.reloadIfChanged();
    write('alice.txt', 'h1dden');
    live.reloadIfChanged();
    expect(secretOf('alice')).toBe(SECRET);
    expect(faults()).toEqual([
      'COFFER_IDENTITIES: DIR/a.json: accounts[0].users[0].accessKeys[0].secretFile: DIR/alice.txt does not exist',
      'COFFER_IDENTITIES: DIR/a.json: accounts[0].users[0].accessKeys[0].secretFile: must be 16 to 128 printable ASCII characters without spaces',
    ]);
    expect(JSON.stringify(lines)).not.toContain('h1dden');
    write('alice.txt', `${SECRET}-new`);
    live.reloadIfChanged();
    expect(secretOf('alice')).toBe(`${SECRET}-new`);
  });
});

describe('LiveIdentities.put', () => {
  const bob = { accounts: [{ id: ACCOUNT, users: [user('bob', { policies: [{ name: 'p', document: allow('s3:*') }] })], roles: [{ name: 'job', trust: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }] } }] }] };

  it('adds a document to the files, replaces the one of that name, and tells of the change', async () => {
    const { live, names, metrics } = lab({ 'a.json': account(user('alice')) });
    const revisions = [live.revision];
    let changes = 0;
    live.onChange(() => { changes += 1; });
    expect(live.put('api', bob)).toEqual([]);
    revisions.push(live.revision);
    expect(names()).toEqual(['alice', 'bob']);
    expect(live.current().role(rolePrincipal(ACCOUNT, 'job').arn)?.name).toBe('job');
    expect(await counted(metrics, 'coffer_identities_users')).toEqual({ '': 2 });
    live.put('api', { accounts: [] });
    expect(names()).toEqual(['alice']);
    expect(new Set([...revisions, live.revision]).size).toBe(3);
    expect(changes).toBe(2);
  });

  it('stays when the files change, and does not read them itself', () => {
    const { live, write, names } = lab({ 'a.json': account(user('alice')) });
    write('a.json', '{');
    live.put('api', bob);
    expect(names()).toEqual(['alice', 'bob']);
    write('a.json', account(user('carol')));
    live.reloadIfChanged();
    expect(names()).toEqual(['carol', 'bob']);
  });

  it('refuses a wrong document whole, and keeps the former one', () => {
    const { live, names } = lab({ 'a.json': account(user('alice')) });
    live.put('api', bob);
    const { revision } = live;
    expect(() => live.put('api', { accounts: [{ id: ACCOUNT, users: [user('carol'), { name: 'c c' }] }] })).toThrow(IdentitiesError);
    expect(() => live.put('api', { accounts: [{ id: ACCOUNT, users: [{ name: 'carol', accessKeys: [{ id: keyOf('carol'), secretFile: '/etc/passwd' }] }] }] })).toThrow(
      'api: accounts[0].users[0].accessKeys[0].secretFile: cannot be read here; give the secret itself',
    );
    expect(names()).toEqual(['alice', 'bob']);
    expect(live.revision).toBe(revision);
  });

  it('gives way to the files, at once and when they change, and comes back when they let go', () => {
    const { live, write, directory, names, lines } = lab({ 'a.json': account(user('alice')) });
    expect(live.put('api', { accounts: [{ id: ACCOUNT, users: [user('alice'), user('bob')] }] })).toEqual([
      `api: arn:aws:iam::${ACCOUNT}:user/alice is left out: its name is taken in ${join(directory, 'a.json')}`,
    ]);
    expect(names()).toEqual(['alice', 'bob']);
    write('a.json', account(user('alice'), { name: 'bob' }));
    live.reloadIfChanged();
    expect(live.current().find(keyOf('bob'))).toBeUndefined();
    expect(lines.filter(({ level }) => level === 'warn')).toHaveLength(2);
    write('a.json', account(user('alice')));
    live.reloadIfChanged();
    expect(names()).toEqual(['alice', 'bob']);
  });

  it('takes so many documents and not one more', () => {
    const { live } = lab({ 'a.json': account(user('alice')) });
    for (let n = 0; n < FURTHER_DOCUMENTS_MAX; n += 1) live.put(`d${String(n)}`, { accounts: [] });
    expect(() => live.put('one more', { accounts: [] })).toThrow(`more than ${String(FURTHER_DOCUMENTS_MAX)} documents`);
    expect(live.put('d0', bob)).toEqual([]);
  });
});
