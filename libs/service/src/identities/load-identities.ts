import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Secret } from '@coffer/crypto';
import { AccessKey, IdentitiesError, parseIdentities, type Identities, type IdentitiesOptions, type IdentitiesSource } from '@coffer/iam';
import { parseDocument } from 'yaml';
import { fileFault, readSecretFile } from '../settings/read-secret-file.js';
import { StartError } from '../start/start-error.js';

/** One file: far above what 5,000 users need. */
export const IDENTITIES_FILE_SIZE_MAX = 16 * 1024 * 1024;
/** In one directory. */
export const IDENTITIES_FILES_MAX = 1_000;
/** Anchors and aliases that would grow a small file into a large document ("billion laughs") are refused beyond this. */
const ALIASES_MAX = 100;

const SETTING = 'COFFER_IDENTITIES';
const fileName = /\.(ya?ml|json)$/;

/**
 * The files of a directory in order of name, by bytes. Names that begin with a dot are left out: a mounted Kubernetes Secret keeps its
 * old and new versions under such names, and what it shows are links to them.
 */
function filesOf(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path).filter((name) => !name.startsWith('.') && fileName.test(name));
  if (names.length === 0) throw new StartError(`${SETTING}: ${path} holds no .yaml, .yml or .json file`);
  if (names.length > IDENTITIES_FILES_MAX) throw new StartError(`${SETTING}: ${path} holds more than ${String(IDENTITIES_FILES_MAX)} files`);
  return names.sort().map((name) => join(path, name));
}

/** JSON is YAML too, so that one parser reads both. */
function readSource(file: string): IdentitiesSource {
  if (statSync(file).size > IDENTITIES_FILE_SIZE_MAX) throw new StartError(`${SETTING}: ${file} is larger than ${String(IDENTITIES_FILE_SIZE_MAX)} bytes`);
  const yaml = parseDocument(readFileSync(file, 'utf8'), { prettyErrors: false, uniqueKeys: true });
  const [fault] = yaml.errors;
  if (fault !== undefined) throw new StartError(`${SETTING}: ${file} is not YAML or JSON (at character ${String(fault.pos[0])}: ${fault.code})`);
  try {
    return { name: file, document: yaml.toJS({ maxAliasCount: ALIASES_MAX }) };
  } catch (error) {
    throw new StartError(`${SETTING}: ${file} repeats itself by too many aliases`, { cause: error });
  }
}

/** A `secretFile` that is not absolute lies beside the document that names it. */
function readSecret(file: string, source: string): string {
  const mistakes: string[] = [];
  const text = readSecretFile('secretFile', resolve(dirname(source), file), mistakes);
  if (text === undefined) throw new Error(mistakes[0]?.replace(/^secretFile: /, '') ?? 'cannot be read');
  return text;
}

/** The settings that say who may sign requests. */
export interface IdentitySettings {
  readonly accountId: string;
  readonly identities: string | undefined;
  readonly rootAccessKeyId: string | undefined;
  readonly rootSecretAccessKey: Secret | undefined;
}

function rootOf({ accountId, rootAccessKeyId: id, rootSecretAccessKey: secret }: IdentitySettings): IdentitiesOptions['root'] {
  if (id === undefined || secret === undefined) return undefined;
  return { accountId, accessKey: new AccessKey(id, Buffer.from(secret.reveal()).toString('utf8')) };
}

/**
 * Loads the identities that `COFFER_IDENTITIES` names, one file or a directory of them, and adds the root's. Every mistake is told at
 * once in a StartError, each with its file and place. Nobody at all is a mistake too: such a service refuses every request.
 */
export function loadIdentities(settings: IdentitySettings): Identities {
  const { identities: path = '' } = settings;
  const root = rootOf(settings);
  try {
    const sources = path === '' ? [] : filesOf(path).map(readSource);
    const identities = parseIdentities(sources, { readSecret, ...(root === undefined ? {} : { root }) });
    if (identities.size > 0) return identities;
  } catch (error) {
    if (error instanceof IdentitiesError) throw new StartError(error.mistakes.map((mistake) => `${SETTING}: ${mistake}`).join('\n'), { cause: error });
    if (error instanceof StartError) throw error;
    throw new StartError(`${SETTING}: ${path} ${fileFault(error)}`, { cause: error });
  }
  throw new StartError(`${SETTING}: names nobody, and COFFER_ROOT_ACCESS_KEY_ID is not given; one of the two is needed`);
}
