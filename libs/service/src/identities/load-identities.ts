import type { Secret } from '@coffer/crypto';
import { AccessKey, IdentitiesError, parseIdentities, type Identities, type IdentitiesOptions, type IdentitiesSource } from '@coffer/iam';
import { StartError } from '../start/start-error.js';
import { IDENTITIES_SETTING, IdentityFiles } from './identity-files.js';

/** The settings that say who may sign requests. */
export interface IdentitySettings {
  readonly accountId: string;
  readonly identities: string | undefined;
  readonly rootAccessKeyId: string | undefined;
  readonly rootSecretAccessKey: Secret | undefined;
}

/** How often files are read anew that change while they are read, as when a mounted Secret is replaced. */
export const READ_ATTEMPTS_MAX = 3;

/** What a reading came to: identities, or why there are none, a line for each mistake. */
export interface IdentitiesReading {
  readonly files: IdentityFiles;
  readonly outcome: Identities | StartError;
}

const filesAt = (path: string): IdentityFiles => new IdentityFiles(path);

/** Reads the files that `COFFER_IDENTITIES` names, one or a directory of them, and adds the root and further documents. A suite gives files that change. */
export function readIdentities(settings: IdentitySettings, further: readonly IdentitiesSource[] = [], open = filesAt): IdentitiesReading {
  for (let attempt = 1; ; attempt += 1) {
    const files = open(settings.identities ?? '');
    const outcome = outcomeOf(settings, files, further);
    if (files.hasSameStamps()) return { files, outcome };
    if (attempt === READ_ATTEMPTS_MAX) return { files, outcome: new StartError(`${IDENTITIES_SETTING}: ${settings.identities ?? ''} changes while it is read`) };
  }
}

/** Throws IdentitiesError. */
export function parseWithFiles(settings: IdentitySettings, files: IdentityFiles, further: readonly IdentitiesSource[]): Identities {
  const { readSecret, resolvePath } = files;
  const root = rootOf(settings);
  return parseIdentities([...files.documents, ...further], { readSecret, resolvePath, ...(root === undefined ? {} : { root }) });
}

function outcomeOf(settings: IdentitySettings, files: IdentityFiles, further: readonly IdentitiesSource[]): Identities | StartError {
  try {
    files.read();
    const identities = parseWithFiles(settings, files, further);
    return identities.hasAnybody ? identities : new StartError(`${IDENTITIES_SETTING}: names nobody, and COFFER_ROOT_ACCESS_KEY_ID is not given; one of the two is needed`);
  } catch (error) {
    if (error instanceof StartError) return error;
    if (error instanceof IdentitiesError) return new StartError(error.mistakes.map((mistake) => `${IDENTITIES_SETTING}: ${mistake}`).join('\n'), { cause: error });
    throw error;
  }
}

function rootOf({ accountId, rootAccessKeyId: id, rootSecretAccessKey: secret }: IdentitySettings): IdentitiesOptions['root'] {
  if (id === undefined || secret === undefined) return undefined;
  return { accountId, accessKey: new AccessKey(id, Buffer.from(secret.reveal()).toString('utf8')) };
}
