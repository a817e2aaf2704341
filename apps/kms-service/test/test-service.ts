import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Caller } from '@coffer/iam';
import { tempDir } from '@coffer/testing';
import { EventIds, type AuditEvent, type AuditLog } from '@coffer/audit';
import { Aliases } from '../src/keys/aliases.js';
import { FileRootKey } from '../src/keys/file-root-key.js';
import { Keyring } from '../src/keys/keyring.js';
import { Materials } from '../src/keys/materials.js';
import { openKeys } from '../src/keys/open-keys.js';
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
export const theService = caller({ type: 'Service', arn: 's3.amazonaws.com', accountId: ACCOUNT_ID, principalId: 'storage-service' });

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
}

/** A root key file that nobody else may read. */
export function rootKeyFile(): string {
  const path = join(tempDir(), 'root.key');
  writeFileSync(path, `coffer-root-key-1:${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
  return path;
}

/** The operations on an engine and a root key of their own. */
export async function testService(directory = join(tempDir(), 'kms'), rootKeyPath = rootKeyFile()): Promise<TestService> {
  const store = LmdbKeyStore.open(directory);
  const rootKey = FileRootKey.open('COFFER_KMS_ROOT_KEY_FILE', rootKeyPath);
  const { table } = await openKeys(store, rootKey, { accountId: ACCOUNT_ID, region: REGION }, 'COFFER_KMS_ROOT_KEY_FILE');
  const now = (): Date => NOW;
  const keyring = new Keyring(table, new Materials(rootKey), now);
  const observed: string[] = [];
  return {
    keyring, aliases: new Aliases(keyring, now), audit: recordingLog(), eventIds: new EventIds(), now, store, observed,
    observe: (operation, outcome) => { observed.push(`${operation} ${outcome}`); },
  };
}
