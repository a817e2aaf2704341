import { randomUUID } from 'node:crypto';
import type { Caller } from '@coffer/iam';
import type { Secret } from '@coffer/crypto';
import { denied, NO_IDENTITY_POLICY, notYours } from '../access/denied.js';
import { reachesAcrossAccounts } from '../access/reach.js';
import type { Use } from '../access/use.js';
import { invalidCiphertext, type BlobKey } from '../blob/ciphertext-blob.js';
import { KmsError } from '../errors/kms-error.js';
import type { Gate, Subject } from './gate.js';
import { aliasArn, currentMaterial, keyArn, SERVICE_OWNER, type Key, type KeyTag, type Material } from './key.js';
import type { KeyPolicies } from './key-policies.js';
import { parseKeyReference, type KeyReference } from './key-reference.js';
import type { Found, KeyTable } from './key-table.js';
import { ROTATION_PERIOD_DAYS, scheduleFrom } from './key-rotation.js';
import { managedKey, type ManagedKey } from './managed-keys.js';
import { pageOf, type Page } from './page.js';
import type { Materials } from './materials.js';

/** How often a change is tried again when others keep coming before it. */
export const COMMIT_ATTEMPTS_MAX = 16;

/** What a caller chooses about a new key. */
export interface NewKey {
  readonly description: string;
  readonly tags: readonly KeyTag[];
  readonly policy?: string | undefined;
  /** Takes a policy that does not let the caller change it again. */
  readonly bypassLockoutCheck?: boolean | undefined;
}

export interface KeyringParts {
  readonly table: KeyTable;
  readonly materials: Materials;
  readonly gate: Gate;
  readonly policies: KeyPolicies;
  readonly now: () => Date;
}

/** A key as a caller named it, whom nobody has let through yet. */
export interface Located extends Subject {
  readonly found: Found<Key>;
}

/** A key that sealed a blob, whom nobody has let through yet. */
export interface LocatedMaterial extends Subject {
  /** Undefined: the key has no material of that id. */
  readonly material: Material | undefined;
}

/** A key and the material of it that opens a blob. */
export interface Openable {
  readonly key: Key;
  readonly material: Material;
}

/**
 * The keys: found by any of their names for a caller who may use them, made, switched, and lent.
 *
 * Methods that say "locate" tell of a key to who asks the gate next, and nobody else; every other method that takes a caller asks it. Accounts
 * never see the keys that services own.
 */
export class Keyring {
  readonly table: KeyTable;
  readonly policies: KeyPolicies;
  readonly #materials: Materials;
  readonly #gate: Gate;
  readonly #now: () => Date;

  constructor({ table, materials, gate, policies, now }: KeyringParts) {
    this.table = table;
    this.policies = policies;
    this.#materials = materials;
    this.#gate = gate;
    this.#now = now;
  }

  /** What `caller` owns things as. */
  ownerFor(caller: Caller): string {
    return caller.type === 'Service' ? SERVICE_OWNER : caller.accountId;
  }

  /** The key of that name, in whatever state. */
  async find(caller: Caller, use: Use, given: string): Promise<Key> {
    return (await this.#find(caller, use, given)).record;
  }

  /** The key of that name, if it can be used now. */
  async usable(caller: Caller, use: Use, given: string): Promise<Key> {
    return enabled(await this.find(caller, use, given));
  }

  /**
   * The key of that name, for who asks the gate next. In the caller's account NotFoundException tells that there is none; in another one a key that
   * is not there is refused as one that is kept from the caller.
   */
  async locate(caller: Caller, use: Use, given: string): Promise<Located> {
    const reference = parseKeyReference(this.table.place, given);
    const { accountId = caller.accountId } = reference;
    const alias = reference.kind === 'alias' ? reference.name : undefined;
    if (accountId !== caller.accountId) return { ...(await this.#locateElsewhere(caller, use, accountId, reference)), alias };
    const owner = this.ownerFor(caller);
    const id = reference.kind === 'key' ? reference.id : await this.#target(owner, reference.name);
    const found = await this.table.key(id);
    if (found?.record.owner !== owner) throw new KmsError('NotFoundException', `Key '${keyArn(this.table.place, owner, id)}' does not exist`);
    return { found, key: found.record, arn: found.record.arn, alias };
  }

  /** The key and the material that sealed a blob, for who asks the gate next. A blob of no key, or of a key that is kept from accounts, is an invalid one. */
  async locateBlob(caller: Caller, blob: BlobKey): Promise<LocatedMaterial> {
    const key = (await this.table.key(blob.keyId))?.record;
    if (key === undefined || this.#isHidden(caller, key)) throw invalidCiphertext();
    return { key, arn: key.arn, material: key.materials.find(({ id }) => id === blob.materialId) };
  }

  /** The key and the material that sealed a blob, if the key can be used now. */
  async ofBlob(caller: Caller, use: Use, blob: BlobKey): Promise<Openable> {
    const located = await this.locateBlob(caller, blob);
    await this.#gate.assertAllowed(caller, use, located);
    return openable(located);
  }

  /** The key that a service keeps for itself under `alias`, made if it is not there yet. Asked by code, and never for a caller. */
  async ownKey(owner: typeof SERVICE_OWNER, alias: string): Promise<Key> {
    const id = await this.#target(owner, alias);
    const key = (await this.table.key(id))?.record;
    if (key === undefined) throw new Error(`the key of ${alias} is gone`);
    return key;
  }

  /** Fresh material for a key, wrapped. */
  freshMaterial(keyId: string): Promise<Material> {
    return this.#materials.create(keyId);
  }

  /** Lends the material of a key to a function that ends at once. */
  lend<T>(key: Key, material: Material, use: (secret: Secret) => T): Promise<T> {
    return this.#materials.lend(key.id, material, use);
  }

  /** A new key of the caller's account. Throws MalformedPolicyDocumentException for a policy that is none, or would lock the caller out. */
  async create(caller: Caller, use: Use, { description, tags, policy, bypassLockoutCheck = false }: NewKey): Promise<Key> {
    if (caller.type === 'Service') throw denied(caller, use.action, '*', NO_IDENTITY_POLICY);
    this.#gate.assertAllowedOn(caller, use, '*');
    if (tags.length > 0) this.#gate.assertAllowedOn(caller, { ...use, action: 'kms:TagResource' }, '*');
    if (policy !== undefined) this.policies.check(policy);
    const key = await this.#fresh({ owner: caller.accountId, manager: 'CUSTOMER', description, tags, policy });
    if (policy !== undefined && !bypassLockoutCheck) await this.#assertNotLockedOut(caller, use, key);
    if (!(await this.table.commit(this.table.addKey(key)))) throw new Error('a new key id was taken');
    return key;
  }

  /** The ids of the caller's keys after the id `after`, in order. */
  async list(caller: Caller, after: string, limit: number): Promise<Page<string>> {
    return pageOf(await this.table.keyIds(this.ownerFor(caller), after, limit + 1), limit);
  }

  setEnabled(caller: Caller, use: Use, given: string, isEnabled: boolean): Promise<Key> {
    return this.change(caller, use, given, (key) => (alive(key).enabled === isEnabled ? key : { ...key, enabled: isEnabled }));
  }

  /** Puts a policy in the place of the key's. Throws MalformedPolicyDocumentException for one that is none, or would lock the caller out. */
  async putPolicy(caller: Caller, use: Use, given: string, policy: string, bypassLockoutCheck: boolean): Promise<Key> {
    return this.change(caller, use, given, async (before) => {
      this.policies.check(policy);
      const key = { ...before, policy };
      if (!bypassLockoutCheck) await this.#assertNotLockedOut(caller, use, key);
      return key;
    });
  }

  /** Gives a key what `changed` makes of it: of two changes at a time the second sees what the first made. */
  async change(caller: Caller, use: Use, given: string, changed: (key: Key) => Key | Promise<Key>): Promise<Key> {
    for (let attempt = 0; attempt < COMMIT_ATTEMPTS_MAX; attempt += 1) {
      const found = await this.#find(caller, use, given);
      const key = await changed(found.record);
      if (key === found.record || (await this.table.commit(this.table.replaceKey(found, key)))) return key;
    }
    throw new Error('a key was changed by others too often');
  }

  /** AWS's safety check: whoever gives a key a policy must be able to give it another. */
  async #assertNotLockedOut(caller: Caller, use: Use, key: Key): Promise<void> {
    const [refusal] = await this.#gate.refusals(caller, { ...use, action: 'kms:PutKeyPolicy' }, { key, arn: key.arn }, [undefined]);
    if (refusal === undefined) return;
    throw new KmsError('MalformedPolicyDocumentException', 'The new key policy will not allow you to update the key policy in the future.');
  }

  async #find(caller: Caller, use: Use, given: string): Promise<Found<Key>> {
    const located = await this.locate(caller, use, given);
    await this.#gate.assertAllowed(caller, use, located);
    return located.found;
  }

  /** A key of another account, by whatever the caller calls it: its answers do not tell what is there. */
  async #locateElsewhere(caller: Caller, use: Use, accountId: string, reference: KeyReference): Promise<Located> {
    const arn = reference.kind === 'key' ? keyArn(this.table.place, accountId, reference.id) : aliasArn(this.table.place, accountId, reference.name);
    if (caller.type === 'Service' || !reachesAcrossAccounts(use.action)) throw notYours(caller, use.action, arn, reference.kind === 'key' ? arn : undefined);
    const id = reference.kind === 'key' ? reference.id : (await this.table.alias(accountId, reference.name))?.record.targetKeyId;
    const found = id === undefined ? undefined : await this.table.key(id);
    if (found?.record.owner !== accountId) throw this.#gate.refusalOfNothing(caller, use, arn);
    return { found, key: found.record, arn };
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
    const fresh = await this.#fresh({ owner, manager: 'AWS', description, tags: [], policy: undefined });
    // An account's managed keys rotate each year, as AWS's do.
    const key = owner === SERVICE_OWNER ? fresh : { ...fresh, rotation: scheduleFrom(fresh.createdAt, ROTATION_PERIOD_DAYS) };
    const record = { targetKeyId: key.id, createdAt: key.createdAt, updatedAt: key.createdAt };
    if (await this.table.commit(this.table.addKey(key), this.table.addAlias(owner, alias, record))) return key.id;
    return this.#target(owner, alias);
  }

  async #fresh(fields: Pick<Key, 'owner' | 'manager' | 'description' | 'tags' | 'policy'>): Promise<Key> {
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

/** The key, unless it waits for its end: then nothing can be done with it but to look at it and to cancel that. */
export function alive(key: Key): Key {
  if (key.deletionDate !== undefined) throw new KmsError('KMSInvalidStateException', `${key.arn} is pending deletion.`, { keyArn: key.arn });
  return key;
}

/** The key, if it can be used now. */
export function enabled(key: Key): Key {
  if (!alive(key).enabled) throw new KmsError('DisabledException', `${key.arn} is disabled.`, { keyArn: key.arn });
  return key;
}

/** What is opened with, for who was let through to it. */
export function openable({ key, material }: LocatedMaterial): Openable {
  if (material === undefined) throw invalidCiphertext();
  return { key: enabled(key), material };
}
