import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LmdbAuditLog, readDigestPublicKey, verifyDigests, type DigestVerification } from '@coffer/audit';
import { StartError } from '@coffer/service';
import { readPlaceSettings, readSigningSettings, storeDirectory, type PlaceSettings } from '../config/settings.js';
import { FileRootKey } from '../keys/file-root-key.js';
import { openKeys } from '../keys/open-keys.js';
import { LmdbKeyStore } from '../store/lmdb-key-store.js';
import { DigestRecords } from '../trail/digest-records.js';
import { openDigestTarget, parseDigestTarget, type DigestTarget } from '../trail/digest-target.js';
import { TAMPERED, USAGE, type Print } from './audit-usage.js';
import type { Options } from './command-options.js';
import { AUDIT_FOLDER, ROOT_KEY_SETTING } from './open-service.js';
import { openExporter } from './open-trail.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Prints the public key in PEM; the key is made if there is none yet. */
export async function printPublicKey(env: Environment, print: Print): Promise<number> {
  return withRecords(env, async (records) => {
    await print((await records.signingKey()).publicKeyPem);
    return 0;
  });
}

/** Exports what is new since the last digest, and a digest of it. */
export async function exportDigests({ values }: Options, env: Environment, print: Print): Promise<number> {
  const settings = readSigningSettings(env);
  const target = targetOf(values.get('to'));
  return withRecords(env, async (digestRecords) => {
    const auditLog = LmdbAuditLog.open(join(storeDirectory(settings), AUDIT_FOLDER), settings);
    try {
      const exporter = await openExporter({ ...settings, digestEndpoint: values.get('endpoint') ?? settings.digestEndpoint }, { auditLog, digestRecords }, target);
      const { name, events, logFiles } = await exporter.run();
      await print(`${name}: ${String(events)} events in ${String(logFiles)} log files\n`);
      return 0;
    } finally {
      await auditLog.close();
    }
  });
}

/** Verifies an export by the public key alone. */
export async function verifyExport(options: Options, env: Environment, print: Print): Promise<number> {
  const { digests, logFiles, events, until, faults } = await readExport(options.operands[0] ?? '', options, readPlaceSettings(env));
  for (const { name, what } of faults) await print(`${name} ${what}\n`);
  const isWhole = faults.length === 0;
  await print(`${String(events)} events in ${String(logFiles)} log files of ${String(digests)} digests, until ${until ?? 'never'}: ${isWhole ? 'whole' : 'NOT whole'}\n`);
  return isWhole ? 0 : TAMPERED;
}

/** An export, verified. Throws StartError for a key or a place that is none. */
export async function readExport(place: string, { values }: Options, { region }: PlaceSettings): Promise<DigestVerification> {
  const file = values.get('public-key');
  if (file === undefined) throw new StartError(USAGE);
  return verifyDigests(await openDigestTarget(targetOf(place), region, values.get('endpoint')), readPublicKey(file));
}

function readPublicKey(file: string): ReturnType<typeof readDigestPublicKey> {
  try {
    return readDigestPublicKey(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new StartError(`--public-key: ${file} holds no Ed25519 public key in PEM form`, { cause });
  }
}

function targetOf(text: string | undefined): DigestTarget {
  const target = text === undefined ? undefined : parseDigestTarget(text);
  if (target === undefined) throw new StartError(USAGE);
  return target;
}

/** Opens the store's sealed rows by the root key; the service may be running. */
async function withRecords(env: Environment, work: (records: DigestRecords) => Promise<number>): Promise<number> {
  const settings = readSigningSettings(env);
  const rootKey = FileRootKey.open(ROOT_KEY_SETTING, settings.rootKeyFile);
  const store = LmdbKeyStore.open(storeDirectory(settings));
  try {
    const keys = await openKeys(store, rootKey, settings, ROOT_KEY_SETTING);
    try {
      return await work(new DigestRecords(store, keys.rows));
    } finally {
      keys.close();
    }
  } finally {
    rootKey.close();
    await store.close();
  }
}
