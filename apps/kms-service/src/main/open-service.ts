import { join } from 'node:path';
import type { Registry } from 'prom-client';
import { EventIds, LmdbAuditLog } from '@coffer/audit';
import { storeDirectory, type KmsSettings } from '../config/settings.js';
import { Aliases } from '../keys/aliases.js';
import { Gate, type StandingOf } from '../keys/gate.js';
import { Grants } from '../keys/grants.js';
import { KeyPolicies } from '../keys/key-policies.js';
import { KeyLifecycle } from '../keys/key-lifecycle.js';
import { Keyring } from '../keys/keyring.js';
import { Materials } from '../keys/materials.js';
import { openKeys, type OpenKeys } from '../keys/open-keys.js';
import type { RootKey } from '../keys/root-key.js';
import type { SealedRows } from '../keys/sealed-rows.js';
import { rootKeyFits } from '../keys/store-key.js';
import { DueKeys, type DueKeysParts } from '../operations/due-keys.js';
import type { Service } from '../operations/service.js';
import type { KeyStore } from '../store/key-store.js';
import { LmdbKeyStore } from '../store/lmdb-key-store.js';
import { DigestRecords } from '../trail/digest-records.js';
import { kmsMetrics } from './metrics.js';

/** The setting that names the root key. */
export const ROOT_KEY_SETTING = 'COFFER_KMS_ROOT_KEY_FILE';

/** The folder of the audit log in the store's. */
export const AUDIT_FOLDER = 'audit';

export interface OpenService {
  readonly name: string;
  readonly service: Service;
  /** Where identities of the IAM API are kept, beside the keys. */
  readonly rows: { readonly store: KeyStore; readonly sealed: SealedRows };
  /** The log that is `service.audit`, with all that is asked of it beyond. */
  readonly auditLog: LmdbAuditLog;
  /** The key that signs digests, and how far their export has come. */
  readonly digestRecords: DigestRecords;
  /** Does to keys what is due. */
  dueKeys(observer: Pick<DueKeysParts, 'onDone' | 'onFailed'>): DueKeys;
  /** Whether the engine answers. */
  isWell(): Promise<boolean>;
  /** Whether the root key opens the store's key as it is kept now. */
  rootKeyFits(): Promise<boolean>;
  /** Ends what was begun, then clears every key. */
  close(): Promise<void>;
}

/** What the service asks of the identities. */
export interface Directory {
  readonly standingOf: StandingOf;
  /** Another text whenever the identities are others. */
  readonly revision: () => string;
}

/** Opens keys and audit log in their folder, made if it is not there. A root key that does not fit is told before anything is written. */
export async function openService(settings: KmsSettings, rootKey: RootKey, registry: Registry, directory: Directory, onAppended?: (seconds: number, events: number) => void): Promise<OpenService> {
  const { accountId, region } = settings;
  const folder = storeDirectory(settings);
  const store = LmdbKeyStore.open(folder);
  const { observe, materialLookup, refusedOpen } = kmsMetrics(registry);
  const keys = await openKeys(store, rootKey, { accountId, region }, ROOT_KEY_SETTING, () => { refusedOpen('row'); }).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  const audit = LmdbAuditLog.open(join(folder, AUDIT_FOLDER), { accountId, region }, { onAppended });
  const materials = new Materials(rootKey, materialLookup);
  const now = (): Date => new Date();
  const eventIds = new EventIds();
  return {
    name: 'store',
    dueKeys: (observer) => new DueKeys({ table: keys.table, grants: keys.grants, materials, audit, eventIds, now, ...observer }),
    rows: { store, sealed: keys.rows },
    auditLog: audit,
    digestRecords: new DigestRecords(store, keys.rows),
    service: { ...keyParts(keys, materials, directory, now), audit, eventIds, now, observe },
    isWell: async () => (await store.get('meta', 'store-key')) !== undefined,
    rootKeyFits: () => rootKeyFits(store, rootKey),
    close: async () => {
      await audit.close();
      materials.close();
      keys.close();
      rootKey.close();
      await store.close();
    },
  };
}

/** The keys and what stands around them, for callers of this directory. */
export function keyParts(
  { table, grants: grantTable, tokens, revision }: OpenKeys, materials: Materials, directory: Directory, now: () => Date,
): Pick<Service, 'keyring' | 'lifecycle' | 'aliases' | 'grants' | 'gate' | 'accessRevision'> {
  const policies = new KeyPolicies(table.place);
  const gate = new Gate({ table, grants: grantTable, policies, standingOf: directory.standingOf, now });
  const keyring = new Keyring({ table, materials, gate, policies, now });
  return {
    keyring,
    lifecycle: new KeyLifecycle(keyring, now),
    gate,
    aliases: new Aliases(keyring, gate, now),
    grants: new Grants({ keyring, gate, table: grantTable, tokens, now }),
    accessRevision: () => `${revision.toString()}/${directory.revision()}`,
  };
}
