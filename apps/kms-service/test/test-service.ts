import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePolicy, type Caller, type Policy, type Standing } from '@coffer/iam';
import { tempDir } from '@coffer/testing';
import { EventIds, type AuditEvent, type AuditLog } from '@coffer/audit';
import { FileRootKey } from '../src/keys/file-root-key.js';
import { Materials } from '../src/keys/materials.js';
import { Grants } from '../src/keys/grants.js';
import { openKeys } from '../src/keys/open-keys.js';
import { keyParts } from '../src/main/open-service.js';
import { DueKeys, type DueKeysParts } from '../src/operations/due-keys.js';
import type { Service } from '../src/operations/service.js';
import { LmdbKeyStore } from '../src/store/lmdb-key-store.js';

export const ACCOUNT_ID = '000000000000';
export const REGION = 'us-east-1';
export const NOW = new Date('2026-01-02T03:04:05Z');

const caller = (fields: Pick<Caller, 'type' | 'arn' | 'accountId' | 'principalId'> & { readonly userName?: string }): Caller => ({
  ...fields, accessKeyId: 'AKIAMADEUP0000000001', sourceIp: '192.0.2.1', userAgent: 'a suite', secureTransport: true,
});

export const root = caller({ type: 'Root', arn: `arn:aws:iam::${ACCOUNT_ID}:root`, accountId: ACCOUNT_ID, principalId: ACCOUNT_ID });
export const alice = caller({ type: 'User', arn: `arn:aws:iam::${ACCOUNT_ID}:user/alice`, accountId: ACCOUNT_ID, principalId: 'AIDAMADEUP', userName: 'alice' });
export const mallory = caller({ type: 'User', arn: 'arn:aws:iam::111122223333:user/mallory', accountId: '111122223333', principalId: 'AIDAOTHER', userName: 'mallory' });
/** A user of the account on whom no policy hangs. */
export const bob = caller({ type: 'User', arn: `arn:aws:iam::${ACCOUNT_ID}:user/bob`, accountId: ACCOUNT_ID, principalId: 'AIDABOB', userName: 'bob' });
export const theService = caller({ type: 'Service', arn: 's3.amazonaws.com', accountId: ACCOUNT_ID, principalId: 'storage-service' });

export interface Statement {
  readonly Effect?: 'Allow' | 'Deny';
  readonly Principal?: unknown;
  readonly Action: string | readonly string[];
  readonly Resource?: string;
  readonly Condition?: object;
}

/** A policy document of these statements, each an Allow on everything unless it says otherwise. */
export function document(...statements: readonly Statement[]): { readonly Version: string; readonly Statement: readonly object[] } {
  return { Version: '2012-10-17', Statement: statements.map((statement) => ({ Effect: 'Allow', Resource: '*', ...statement })) };
}

export function identityPolicy(...statements: readonly Statement[]): Policy {
  return parsePolicy(document(...statements), { name: 'own', kind: 'identity' });
}

/** What hangs on a user with these policies. */
export function standing(...identity: readonly Policy[]): Standing {
  return { isRoot: false, identity, tags: new Map() };
}

const EVERYTHING = standing(identityPolicy({ Action: '*' }));

/** An audit log in memory, which can be told to fail. */
export interface RecordingLog extends AuditLog {
  readonly appended: (readonly AuditEvent[])[];
  fails: boolean;
}

export function recordingLog(): RecordingLog {
  const log: RecordingLog = {
    appended: [],
    fails: false,
    append: (events) => {
      if (log.fails) return Promise.reject(new Error('the disk is full'));
      log.appended.push(events);
      return Promise.resolve();
    },
    groups: () => { throw new Error('not asked for here'); },
    heads: () => Promise.resolve([]),
    trims: () => Promise.resolve([]),
    close: () => Promise.resolve(),
  };
  return log;
}

export interface TestService extends Service {
  readonly audit: RecordingLog;
  readonly store: LmdbKeyStore;
  readonly observed: string[];
  /** What it holds for the time, until a test says otherwise. */
  readonly clock: { at: Date };
  dueKeys(onFailed: DueKeysParts['onFailed']): DueKeys;
  /** Where it is kept, and the root key that opens it again. */
  readonly folder: string;
  readonly rootKeyPath: string;
  /** The grants of keys that may have fewer than AWS's. */
  grantsOfAtMost(limit: number): Grants;
  /** What hangs on callers, by ARN: everything on alice and mallory, nothing on others, until a test says otherwise. */
  readonly standings: Map<string, Standing>;
}

/** A root key file that nobody else may read. */
export function rootKeyFile(): string {
  const path = join(tempDir(), 'root.key');
  writeFileSync(path, `coffer-root-key-1:${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
  return path;
}

/** The operations on an engine and a root key of their own. */
export async function testService(folder = join(tempDir(), 'kms'), rootKeyPath = rootKeyFile()): Promise<TestService> {
  const store = LmdbKeyStore.open(folder);
  const rootKey = FileRootKey.open('COFFER_KMS_ROOT_KEY_FILE', rootKeyPath);
  const keys = await openKeys(store, rootKey, { accountId: ACCOUNT_ID, region: REGION }, 'COFFER_KMS_ROOT_KEY_FILE');
  const clock = { at: NOW };
  const now = (): Date => clock.at;
  const standings = new Map([[root.arn, { ...standing(), isRoot: true }], [alice.arn, EVERYTHING], [mallory.arn, EVERYTHING]]);
  const directory = { standingOf: ({ arn }: Caller) => standings.get(arn) ?? standing(), revision: () => 'of identities' };
  const observed: string[] = [];
  const materials = new Materials(rootKey);
  const parts = keyParts(keys, materials, directory, now);
  const [audit, eventIds] = [recordingLog(), new EventIds()];
  return {
    ...parts, audit, eventIds, now, clock,
    dueKeys: (onFailed) => new DueKeys({ table: keys.table, grants: keys.grants, materials, audit, eventIds, now, onDone: () => undefined, onFailed }),
    store, observed, standings, folder, rootKeyPath,
    grantsOfAtMost: (limit) => new Grants({ ...parts, table: keys.grants, tokens: keys.tokens, now, limit }),
    observe: (operation, outcome) => { observed.push(`${operation} ${outcome}`); },
  };
}
