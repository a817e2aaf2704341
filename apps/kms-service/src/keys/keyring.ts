import { randomUUID } from 'node:crypto';
import type { Caller } from '@coffer/iam';
import type { Secret } from '@coffer/crypto';
import { accessDenied, authorize, type Action } from '../access/authorize.js';
import { invalidCiphertext, type BlobKey } from '../blob/ciphertext-blob.js';
import { KmsError } from '../errors/kms-error.js';
import { aliasArn, currentMaterial, keyArn, SERVICE_OWNER, type Key, type KeyTag, type Material } from './key.js';
import { parseKeyReference, type KeyReference } from './key-reference.js';
import type { Found, KeyTable } from './key-table.js';
import { managedKey, type ManagedKey } from './managed-keys.js';
import { pageOf, type Page } from './page.js';
import type { Materials } from './materials.js';

/** How often a change is tried again when others keep coming before it. */
export const COMMIT_ATTEMPTS_MAX = 16;

/** What a caller chooses about a new key. */
export interface NewKey {
  readonly description: string;
  readonly tags: readonly KeyTag[];
}

/**
 * The keys: found by any of their names for a caller who may use them, made, switched, and lent.
 *
 * Every method that takes a caller authorizes before it tells anything about a key. Accounts never see the keys that services own.
 */
export class Keyring {
  readonly table: KeyTable;
  readonly #materials: Materials;
  readonly #now: () => Date;

  constructor(table: KeyTable, materials: Materials, now: () => Date) {
    this.table = table;
    this.#materials = materials;
    this.#now = now;
  }

  /** What `caller` owns things as. */
  ownerFor(caller: Caller): string {
    return caller.type === 'Service' ? SERVICE_OWNER : caller.accountId;
  }

  /** The key of that name, in whatever state. */
  async find(caller: Caller, action: Action, given: string): Promise<Key> {
    return (await this.#find(caller, action, given)).record;
  }

  /** The key of that name, if it can be used now. */
  async usable(caller: Caller, action: Action, given: string): Promise<Key> {
    return enabled(await this.find(caller, action, given));
  }

  /** The key and the material that sealed a blob. A blob of no key, or of a key that is kept from the caller, is an invalid one. */
  async ofBlob(caller: Caller, action: Action, blob: BlobKey): Promise<{ readonly key: Key; readonly material: Material }> {
    const key = (await this.table.key(blob.keyId))?.record;
    if (key === undefined || this.#isHidden(caller, key)) throw invalidCiphertext();
    authorize(caller, this.ownerFor(caller), action, resourceOf(key));
    const material = key.materials.find(({ id }) => id === blob.materialId);
    if (material === undefined) throw invalidCiphertext();
    return { key: enabled(key), material };
  }

  /** The key that a service keeps for itself under `alias`, made if it is not there yet. Asked by code, and never for a caller. */
  async ownKey(owner: typeof SERVICE_OWNER, alias: string): Promise<Key> {
    const id = await this.#target(owner, alias);
    const key = (await this.table.key(id))?.record;
    if (key === undefined) throw new Error(`the key of ${alias} is gone`);
    return key;
  }

  /**
   * Puts another key in the place of the one that a service keeps for itself under `alias`, at its next use. The old one is kept, disabled. False: there was
   * none.
   */
  async replaceOwnKey(owner: typeof SERVICE_OWNER, alias: string): Promise<boolean> {
    for (let attempt = 0; attempt < COMMIT_ATTEMPTS_MAX; attempt += 1) {
      const found = await this.table.alias(owner, alias);
      if (found === undefined) return false;
      const key = await this.table.key(found.record.targetKeyId);
      const disabled = key === undefined ? [] : this.table.replaceKey(key, { ...key.record, enabled: false });
      if (await this.table.commit(this.table.removeAlias(owner, alias, found), disabled)) return true;
    }
    throw new Error('a key was changed by others too often');
  }

  /** Lends the material of a key to a function that ends at once. */
  lend<T>(key: Key, material: Material, use: (secret: Secret) => T): Promise<T> {
    return this.#materials.lend(key.id, material, use);
  }

  /** A new key of the caller's account. */
  async create(caller: Caller, { description, tags }: NewKey): Promise<Key> {
    if (caller.type === 'Service') throw accessDenied(caller, 'kms:CreateKey', '*', 'no identity-based policy allows the kms:CreateKey action');
    const key = await this.#fresh({ owner: caller.accountId, manager: 'CUSTOMER', description, tags });
    if (!(await this.table.commit(this.table.addKey(key)))) throw new Error('a new key id was taken');
    return key;
  }

  /** The ids of the caller's keys after the id `after`, in order. */
  async list(caller: Caller, after: string, limit: number): Promise<Page<string>> {
    return pageOf(await this.table.keyIds(this.ownerFor(caller), after, limit + 1), limit);
  }

  async setEnabled(caller: Caller, action: Action, given: string, isEnabled: boolean): Promise<Key> {
    for (let attempt = 0; attempt < COMMIT_ATTEMPTS_MAX; attempt += 1) {
      const found = await this.#find(caller, action, given);
      if (found.record.enabled === isEnabled) return found.record;
      const key: Key = { ...found.record, enabled: isEnabled };
      if (await this.table.commit(this.table.replaceKey(found, key))) return key;
    }
    throw new Error('a key was changed by others too often');
  }

  async #find(caller: Caller, action: Action, given: string): Promise<Found<Key>> {
    const reference = parseKeyReference(this.table.place, given);
    const owner = this.#ownerOf(caller, action, reference);
    const id = reference.kind === 'key' ? reference.id : await this.#target(owner, reference.name);
    const found = await this.table.key(id);
    if (found?.record.owner !== owner) throw new KmsError('NotFoundException', `Key '${keyArn(this.table.place, owner, id)}' does not exist`);
    authorize(caller, owner, action, resourceOf(found.record));
    return found;
  }

  /** A reference into another account is refused before anything is looked up, so it does not tell what is there. */
  #ownerOf(caller: Caller, action: Action, reference: KeyReference): string {
    const { accountId = caller.accountId } = reference;
    const owner = accountId === caller.accountId ? this.ownerFor(caller) : accountId;
    const arn = reference.kind === 'key' ? keyArn(this.table.place, accountId, reference.id) : aliasArn(this.table.place, accountId, reference.name);
    authorize(caller, this.ownerFor(caller), action, { arn, owner, managed: false });
    return owner;
  }

  /** The key that an alias names; a managed one is made now if it is not there yet. */
  async #target(owner: string, name: string): Promise<string> {
    const alias = await this.table.alias(owner, name);
    if (alias !== undefined) return alias.record.targetKeyId;
    const managed = managedKey(owner, name);
    if (managed === undefined) throw aliasNotFound(aliasArn(this.table.place, owner, name));
    return this.#makeManaged(owner, managed);
  }

  /** Key and alias come into being together, and the alias only once: who is late finds the other's. */
  async #makeManaged(owner: string, { alias, description }: ManagedKey): Promise<string> {
    const key = await this.#fresh({ owner, manager: 'AWS', description, tags: [] });
    const record = { targetKeyId: key.id, createdAt: key.createdAt, updatedAt: key.createdAt };
    if (await this.table.commit(this.table.addKey(key), this.table.addAlias(owner, alias, record))) return key.id;
    return this.#target(owner, alias);
  }

  async #fresh(fields: Pick<Key, 'owner' | 'manager' | 'description' | 'tags'>): Promise<Key> {
    const id = randomUUID();
    const material = await this.#materials.create(id);
    return { ...fields, id, arn: keyArn(this.table.place, fields.owner, id), createdAt: this.#now(), enabled: true, materials: [material] };
  }

  #isHidden(caller: Caller, key: Key): boolean {
    return key.owner === SERVICE_OWNER && this.ownerFor(caller) !== SERVICE_OWNER;
  }
}

export function aliasNotFound(arn: string): KmsError {
  return new KmsError('NotFoundException', `Alias ${arn} is not found.`);
}

/** What seals now, by the names that a blob carries. */
export function sealingKey(key: Key): BlobKey {
  return { keyId: key.id, materialId: currentMaterial(key).id };
}

function enabled(key: Key): Key {
  if (!key.enabled) throw new KmsError('DisabledException', `${key.arn} is disabled.`, { keyArn: key.arn });
  return key;
}

function resourceOf(key: Key): { readonly arn: string; readonly owner: string; readonly managed: boolean } {
  return { arn: key.arn, owner: key.owner, managed: key.manager === 'AWS' };
}
