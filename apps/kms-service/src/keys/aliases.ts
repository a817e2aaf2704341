import type { Caller } from '@coffer/iam';
import type { Action } from '../access/action.js';
import { use } from '../access/use.js';
import { KmsError } from '../errors/kms-error.js';
import type { Gate } from './gate.js';
import { aliasArn, type Key } from './key.js';
import type { AliasRecord } from './key-record.js';
import type { Found } from './key-table.js';
import { pageOf, type Page } from './page.js';
import { alive, aliasNotFound, COMMIT_ATTEMPTS_MAX, type Keyring } from './keyring.js';
import { ALIASES_PER_KEY_MAX } from './quotas.js';

/** An alias with its name and ARN. */
export interface Alias extends AliasRecord {
  readonly name: string;
  readonly arn: string;
}

/**
 * The aliases of an account: made, moved to another key, removed, listed. A name is an account's own, and unique in it. Whoever changes one needs
 * the permission on the alias, by its own policies, and on every key that is named before or after.
 */
export class Aliases {
  readonly #keyring: Keyring;
  readonly #gate: Gate;
  readonly #now: () => Date;

  constructor(keyring: Keyring, gate: Gate, now: () => Date) {
    this.#keyring = keyring;
    this.#gate = gate;
    this.#now = now;
  }

  /** The key that it now names. */
  async create(caller: Caller, name: string, target: string): Promise<Key> {
    const owner = this.#keyring.ownerFor(caller);
    this.#assertAllowed(caller, 'kms:CreateAlias', name);
    const key = await this.#target(caller, 'kms:CreateAlias', target);
    await this.#assertRoom(key);
    const now = this.#now();
    const { table } = this.#keyring;
    if (await table.commit(table.addAlias(owner, name, { targetKeyId: key.id, createdAt: now, updatedAt: now }))) return key;
    throw new KmsError('AlreadyExistsException', `An alias with the name ${this.#arn(owner, name)} already exists`, { keyArn: key.arn });
  }

  async update(caller: Caller, name: string, target: string): Promise<Key> {
    const { table } = this.#keyring;
    const owner = this.#keyring.ownerFor(caller);
    for (let attempt = 0; attempt < COMMIT_ATTEMPTS_MAX; attempt += 1) {
      const found = await this.#find(caller, 'kms:UpdateAlias', name);
      if (!target.endsWith(found.record.targetKeyId)) await this.#keyring.find(caller, use('kms:UpdateAlias'), found.record.targetKeyId);
      const key = await this.#target(caller, 'kms:UpdateAlias', target);
      if (found.record.targetKeyId !== key.id) await this.#assertRoom(key);
      const moved = { ...found.record, targetKeyId: key.id, updatedAt: this.#now() };
      if (await table.commit(table.replaceAlias(owner, name, found, moved))) return key;
    }
    throw new Error('an alias was changed by others too often');
  }

  /** The key that it no longer names. */
  async remove(caller: Caller, name: string): Promise<Key> {
    const { table } = this.#keyring;
    for (let attempt = 0; attempt < COMMIT_ATTEMPTS_MAX; attempt += 1) {
      const found = await this.#find(caller, 'kms:DeleteAlias', name);
      const key = await this.#keyring.find(caller, use('kms:DeleteAlias'), found.record.targetKeyId);
      if (await table.commit(table.removeAlias(this.#keyring.ownerFor(caller), name, found))) return key;
    }
    throw new Error('an alias was changed by others too often');
  }

  /** Aliases after the name `after`, in order of name; of one key, if `keyId` is given. */
  async list(caller: Caller, keyId: string | undefined, after: string, limit: number): Promise<Page<Alias>> {
    const { table } = this.#keyring;
    const owner = this.#keyring.ownerFor(caller);
    const { items: names, next } = pageOf(await (keyId === undefined ? table.aliasNames(owner, after, limit + 1) : table.aliasNamesOf(keyId, after, limit + 1)), limit);
    const found = await Promise.all(names.map(async (name) => ({ name, alias: await table.alias(owner, name) })));
    // One that was removed between the two reads is left out.
    const items = found.flatMap(({ name, alias }) => (alias === undefined ? [] : [{ ...alias.record, name, arn: this.#arn(owner, name) }]));
    return { items, next };
  }

  async #find(caller: Caller, action: Action, name: string): Promise<Found<AliasRecord>> {
    this.#assertAllowed(caller, action, name);
    const found = await this.#keyring.table.alias(caller.accountId, name);
    if (found === undefined) throw aliasNotFound(this.#arn(caller.accountId, name));
    return found;
  }

  /** The target is a key by id or ARN: an alias of an alias does not exist. */
  async #target(caller: Caller, action: Action, target: string): Promise<Key> {
    if (target.includes('alias/')) throw new KmsError('ValidationException', 'Aliases must refer to keys. Not aliases');
    return alive(await this.#keyring.find(caller, use(action), target));
  }

  #assertAllowed(caller: Caller, action: Action, name: string): void {
    this.#gate.assertAllowedOn(caller, use(action), this.#arn(caller.accountId, name));
  }

  async #assertRoom(key: Key): Promise<void> {
    const names = await this.#keyring.table.aliasNamesOf(key.id, '', ALIASES_PER_KEY_MAX);
    if (names.length < ALIASES_PER_KEY_MAX) return;
    throw new KmsError('LimitExceededException', `A key has at most ${String(ALIASES_PER_KEY_MAX)} aliases.`, { keyArn: key.arn });
  }

  #arn(owner: string, name: string): string {
    return aliasArn(this.#keyring.table.place, owner, name);
  }
}
