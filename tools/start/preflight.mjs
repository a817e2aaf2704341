import { assertPortFree, assertWritableDirectory, LiveIdentities, StartError } from '@coffer/service';
import { readKmsSettings, storeDirectory } from '../../apps/kms-service/dist/config/settings.js';
import { engineDirectory, readStorageSettings } from '../../apps/storage-service/dist/config/settings.js';
import { givenByEnvironment, newCredentials, readCredentials } from './credentials.mjs';
import { environments } from './environments.mjs';
import { placesIn } from './places.mjs';
import { assertRootKeyFits } from './root-key.mjs';

/** Reads the settings of both services, so that the mistakes of both are told at once, each once. */
function readAll({ kms, storage }) {
  const mistakes = new Set();
  const read = (reader, env) => {
    try {
      return reader(env);
    } catch (error) {
      if (!(error instanceof StartError)) throw error;
      for (const line of error.message.split('\n')) mistakes.add(line);
      return undefined;
    }
  };
  const settings = { kms: read(readKmsSettings, kms), storage: read(readStorageSettings, storage) };
  if (mistakes.size > 0) throw new StartError([...mistakes].join('\n'));
  return settings;
}

async function assertPorts({ kms, storage }) {
  const doors = [
    ['COFFER_S3_PORT', storage.port],
    ['COFFER_S3_ADMIN_PORT', storage.adminPort],
    ['COFFER_CONSOLE_PORT', storage.consolePort ?? 0],
    ['COFFER_KMS_PORT', kms.kmsPort],
    ['COFFER_KMS_GRPC_PORT', kms.grpcPort],
    ['COFFER_KMS_ADMIN_PORT', kms.adminPort],
  ];
  const taken = new Map();
  for (const [setting, port] of doors) {
    if (port !== 0 && taken.has(port)) throw new StartError(`${setting}: port ${port} is also given as ${taken.get(port)}; each door needs its own`);
    taken.set(port, setting);
  }
  for (const [setting, port] of doors) await assertPortFree(setting, kms.host, port);
}

function assertDirectories({ kms, storage }) {
  assertWritableDirectory('COFFER_DATA_DIR', kms.dataDir);
  if (kms.storeUrl.rest !== '') assertWritableDirectory('COFFER_KMS_STORE_URL', storeDirectory(kms));
  if (storage.indexUrl.rest !== '') assertWritableDirectory('COFFER_INDEX_URL', engineDirectory(storage.dataDir, storage.indexUrl, 'index'));
  if (storage.bodiesUrl.rest !== '') assertWritableDirectory('COFFER_BODIES_URL', engineDirectory(storage.dataDir, storage.bodiesUrl, 'bodies'));
}

/**
 * Checks everything that can be wrong, and touches nothing: settings, directories, credentials, identities, the root key, ports. Throws a
 * StartError with one clear line for each mistake. Returns what the start will use.
 */
export async function preflight(env) {
  const places = placesIn(env);
  const fromEnvironment = givenByEnvironment(env);
  const kept = fromEnvironment ? undefined : readCredentials(places.credentials);
  const credentials = fromEnvironment ? undefined : (kept ?? newCredentials());
  const envs = environments(env, places, credentials);
  const settings = readAll(envs);
  assertDirectories(settings);
  LiveIdentities.load(settings.storage);
  await assertRootKeyFits(settings.kms, storeDirectory(settings.kms), !env.COFFER_KMS_ROOT_KEY_FILE);
  await assertPorts(settings);
  return { places, envs, settings, newCredentials: kept === undefined ? credentials : undefined, fromEnvironment };
}
