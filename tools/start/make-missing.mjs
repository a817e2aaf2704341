import { existsSync } from 'node:fs';
import { developmentCertificates, makePrivateDirectory, StartError } from '@coffer/service';
import { writeCredentials } from './credentials.mjs';
import { makeRootKey } from './root-key.mjs';

/** Makes what a first start lacks: the data directory, certificates, the root key, the root's credentials. The owner's alone, and durable. */
export function makeMissing({ places, settings, newCredentials }) {
  try {
    makePrivateDirectory(places.dataDir);
    makePrivateDirectory(places.logs);
    if (!existsSync(settings.kms.rootKeyFile)) makeRootKey(settings.kms.rootKeyFile);
    developmentCertificates(places.certificates);
    if (newCredentials !== undefined) writeCredentials(places.credentials, newCredentials);
  } catch (error) {
    throw new StartError(`COFFER_DATA_DIR: ${places.dataDir} cannot be written (${error.message})`, { cause: error });
  }
}
