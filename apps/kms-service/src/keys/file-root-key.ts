import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { associatedData, openSecret, seal, Secret, type AssociatedData } from '@coffer/crypto';
import { StartError } from '@coffer/service';
import { RootKeyError, type MaterialName, type RootKey } from './root-key.js';

/** Begins the one line of the file, so that a file of another kind is not taken for a key. */
export const ROOT_KEY_PREFIX = 'coffer-root-key-1:';

export const ROOT_KEY_SIZE = 32;

/** Far above the line's length: a wrong path to a large file is told, not read. */
const FILE_SIZE_MAX = 1024;

/** Everyone else's permissions. */
const OTHERS_MODE = 0o077;
/** Of a group it is the right to write and run. */
const GROUP_READS = 0o040;
const SUPERUSER = 0;

const VERSION = 1;

/**
 * The root key in a file, for development and for secrets that an orchestrator mounts.
 *
 *     file    = "coffer-root-key-1:" base64-of-32-bytes newline?      mode 0600 or stricter,
 *                                                                     or root's and 0440: how Kubernetes mounts a Secret
 *     wrapped = version:1 sealed                                      sealed as libs/crypto seals, AES-256-GCM
 *
 * The version and both ids of the material are the associated data.
 */
export class FileRootKey implements RootKey {
  readonly #key: Secret;

  private constructor(key: Secret) {
    this.#key = key;
  }

  /** Reads the file that `setting` names; throws StartError, which tells what to mend and never what the file holds. */
  static open(setting: string, path: string): FileRootKey {
    return new FileRootKey(readKey(setting, path));
  }

  wrap(name: MaterialName, material: Secret): Promise<Buffer> {
    return Promise.resolve(Buffer.concat([Buffer.of(VERSION), seal(this.#key, material.reveal(), binding(name))]));
  }

  unwrap(name: MaterialName, wrapped: Uint8Array): Promise<Secret> {
    if (wrapped[0] !== VERSION) return Promise.reject(new RootKeyError('the wrapped material is of another version'));
    try {
      return Promise.resolve(openSecret(this.#key, wrapped.subarray(1), binding(name)));
    } catch (cause) {
      return Promise.reject(new RootKeyError('the wrapped material does not open under this root key', { cause }));
    }
  }

  close(): void {
    this.#key[Symbol.dispose]();
  }
}

function binding({ keyId, materialId }: MaterialName): AssociatedData {
  return associatedData('coffer/kms/root-key/1', Buffer.of(VERSION), Buffer.from(keyId), Buffer.from(materialId));
}

function readKey(setting: string, path: string): Secret {
  const text = readGuarded(setting, path);
  const encoded = /^coffer-root-key-1:([A-Za-z0-9+/]{43}=)\r?\n?$/.exec(text)?.[1];
  if (encoded === undefined || Buffer.from(encoded, 'base64').toString('base64') !== encoded) {
    throw new StartError(`${setting}: ${path} holds no root key; it must be one line, ${ROOT_KEY_PREFIX} and ${String(ROOT_KEY_SIZE)} bytes in base64`);
  }
  const bytes = Buffer.from(encoded, 'base64');
  const key = Secret.copyOf(bytes);
  bytes.fill(0);
  return key;
}

/** Mode and bytes are taken from one open file, so nobody can put another in its place between the two. */
function readGuarded(setting: string, path: string): string {
  const file = openOrRefuse(setting, path);
  try {
    const { mode, uid, size } = fstatSync(file);
    if ((mode & (isMounted(uid) ? OTHERS_MODE & ~GROUP_READS : OTHERS_MODE)) !== 0) throw new StartError(`${setting}: ${path} may be read by others; its mode must be 0600 (chmod 600 ${path})`);
    if (size > FILE_SIZE_MAX) throw new StartError(`${setting}: ${path} is larger than ${String(FILE_SIZE_MAX)} bytes and not a root key`);
    // Not 'ascii', which drops each byte's top bit and would take a damaged file for a good one.
    return readFileSync(file, 'latin1');
  } finally {
    closeSync(file);
  }
}

/** Root's own file, and we are not root: only by its group may we read what an orchestrator has mounted for us (fsGroup). */
function isMounted(owner: number): boolean {
  return owner === SUPERUSER && process.getuid?.() !== SUPERUSER;
}

function openOrRefuse(setting: string, path: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    throw new StartError(`${setting}: ${path} cannot be opened (${(cause as NodeJS.ErrnoException).code ?? 'unknown error'})`, { cause });
  }
}
