import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { IdentitiesSource } from '@coffer/iam';
import { StampedFiles } from '../files/stamped-files.js';
import { fileFault, readSecretFile } from '../settings/read-secret-file.js';
import { StartError } from '../start/start-error.js';
import { parseDocumentText } from './parse-document-text.js';

/** One file: far above what 5,000 users need. */
export const IDENTITIES_FILE_SIZE_MAX = 16 * 1024 * 1024;
/** In one directory. */
export const IDENTITIES_FILES_MAX = 1_000;

export const IDENTITIES_SETTING = 'COFFER_IDENTITIES';
const fileName = /\.(ya?ml|json)$/;

/**
 * One reading of the files of identities: the documents, and the secrets that they name, each with the stamp that it had before it was read. What
 * was read is kept, so that documents from elsewhere can be added without another look at the files.
 */
export class IdentityFiles {
  readonly #path: string;
  readonly #read = new StampedFiles();
  readonly #secrets = new Map<string, string>();
  #names: readonly string[] = [];
  #documents: readonly IdentitiesSource[] = [];

  /** `path` names a file or a directory of them; empty: there are none. Reads nothing yet. */
  constructor(path: string) {
    this.#path = path;
  }

  get documents(): readonly IdentitiesSource[] {
    return this.#documents;
  }

  /** Reads the documents. Throws a StartError with a line for each that cannot be read. */
  read(): void {
    if (this.#path === '') return;
    const mistakes: string[] = [];
    this.#names = filesOf(this.#path);
    this.#documents = this.#names.flatMap((file) => this.#readDocument(file, mistakes) ?? []);
    if (mistakes.length > 0) throw new StartError(mistakes.map((mistake) => `${IDENTITIES_SETTING}: ${mistake}`).join('\n'));
  }

  /** A `secretFile` of one of the documents, beside which it lies if it is not absolute. Throws an error whose message completes `secretFile: ...`. */
  readonly readSecret = (file: string, source: string): string => {
    if (!this.#names.includes(source)) throw new Error('cannot be read here; give the secret itself');
    const path = resolve(dirname(source), file);
    const text = this.#secrets.get(path) ?? this.#readSecret(path);
    this.#secrets.set(path, text);
    return text;
  };

  /** Another path that one of the documents holds; what is not of a file keeps its paths. */
  readonly resolvePath = (file: string, source: string): string => (this.#names.includes(source) ? resolve(dirname(source), file) : file);

  /** Whether nothing that was read has another stamp by now. */
  hasSameStamps(): boolean {
    return this.#read.hasSameStamps() && this.#hasSameNames();
  }

  /** Whether every change since would show in a stamp. */
  get isSettled(): boolean {
    return this.#read.isSettled;
  }

  /** Of all that was read, to be compared and not shown: secrets are in it. */
  digest(): string {
    return this.#read.digest();
  }

  #hasSameNames(): boolean {
    if (this.#path === '') return true;
    try {
      return filesOf(this.#path).join('\0') === this.#names.join('\0');
    } catch {
      return this.#names.length === 0;
    }
  }

  #readDocument(file: string, mistakes: string[]): IdentitiesSource | undefined {
    try {
      this.#read.stamp(file);
      if (statSync(file).size > IDENTITIES_FILE_SIZE_MAX) throw new Error(`is larger than ${String(IDENTITIES_FILE_SIZE_MAX)} bytes`);
      const text = readFileSync(file, 'utf8');
      this.#read.remember(file, text);
      return { name: file, document: parseDocumentText(text) };
    } catch (error) {
      mistakes.push(`${file} ${'code' in (error as object) ? fileFault(error) : (error as Error).message}`);
      return undefined;
    }
  }

  #readSecret(path: string): string {
    const mistakes: string[] = [];
    this.#read.stamp(path);
    const text = readSecretFile('secretFile', path, mistakes);
    if (text === undefined) throw new Error(mistakes[0]?.replace(/^secretFile: /, '') ?? 'cannot be read');
    this.#read.remember(path, text);
    return text;
  }
}

/**
 * The files of a directory in order of name, by bytes. Names that begin with a dot are left out: a mounted Kubernetes Secret keeps its
 * old and new versions under such names, and what it shows are links to them.
 */
function filesOf(path: string): readonly string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    const names = readdirSync(path).filter((name) => !name.startsWith('.') && fileName.test(name));
    if (names.length === 0) throw new StartError(`${IDENTITIES_SETTING}: ${path} holds no .yaml, .yml or .json file`);
    if (names.length > IDENTITIES_FILES_MAX) throw new StartError(`${IDENTITIES_SETTING}: ${path} holds more than ${String(IDENTITIES_FILES_MAX)} files`);
    return names.sort().map((name) => join(path, name));
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(`${IDENTITIES_SETTING}: ${path} ${fileFault(error)}`, { cause: error });
  }
}
