import { randomBytes } from 'node:crypto';
import type { Caller } from '@coffer/iam';
import { notYours } from '../access/denied.js';
import type { Use } from '../access/use.js';
import { KmsError } from '../errors/kms-error.js';
import type { Gate, Subject } from './gate.js';
import { allowsGranting, fingerprintOf, mayRetire, type Grant, type GrantTerms } from './grant.js';
import type { GrantTable } from './grant-table.js';
import type { GrantName, GrantTokens } from './grant-tokens.js';
import type { Key } from './key.js';
import { enabled, type Keyring } from './keyring.js';
import { pageOf, type Page } from './page.js';
import { GRANTS_PER_KEY_MAX } from './quotas.js';

export interface GrantsParts {
  readonly keyring: Keyring;
  readonly gate: Gate;
  readonly table: GrantTable;
  readonly tokens: GrantTokens;
  readonly now: () => Date;
  /** Grants that a key may have. */
  readonly limit?: number;
}

/** Which of a key's grants are asked for. */
export interface GrantFilter {
  readonly grantId?: string | undefined;
  readonly granteePrincipal?: string | undefined;
}

/** A grant and its key, for who may end it. */
export interface Endable {
  readonly grant: Grant;
  readonly key: Key;
}

const GRANT_ID_SIZE = 32;
const GRANT_ID = /^[0-9a-f]{64}$/;

/** The grants of keys: made, told, and ended by those who may. A grant holds, and no longer holds, from the answer on. */
export class Grants {
  readonly #parts: GrantsParts;

  constructor(parts: GrantsParts) {
    this.#parts = parts;
  }

  /** The key for which `caller` may make a grant on these terms: by policy, or by a grant of its own that has as much to give. */
  async grantable(caller: Caller, use: Use, given: string, terms: GrantTerms): Promise<Key> {
    const subject = await this.#parts.keyring.locate(caller, use, given);
    await this.#parts.gate.assertAllowed(caller, use, subject, { allows: (grant) => allowsGranting(grant, terms) });
    return enabled(subject.key);
  }

  /** A new grant; for a name and terms that were granted before, the one of then. */
  async create(caller: Caller, key: Key, terms: GrantTerms): Promise<Grant> {
    const { table, now, limit = GRANTS_PER_KEY_MAX } = this.#parts;
    const before = await this.#ofTerms(key, terms);
    if (before !== undefined) return before;
    if ((await table.count(key.id)) >= limit) throw new KmsError('LimitExceededException', `A key has at most ${String(limit)} grants.`, { keyArn: key.arn });
    const issuingAccount = `arn:aws:iam::${caller.accountId}:root`;
    const grant: Grant = { ...terms, id: randomBytes(GRANT_ID_SIZE).toString('hex'), keyId: key.id, createdAt: now(), issuingAccount };
    if (await table.add(grant)) return grant;
    const others = await this.#ofTerms(key, terms);
    if (others === undefined) throw new Error('a grant was neither made nor there');
    return others;
  }

  tokenOf({ keyId, id }: Grant): string {
    return this.#parts.tokens.make({ keyId, grantId: id });
  }

  /** Throws InvalidGrantTokenException for the first that is no token of this service. */
  assertTokens(tokens: readonly string[] | undefined): void {
    for (const token of tokens ?? []) this.#named(token);
  }

  /** Grants of a key after the id `after`, in order. */
  async list(key: Key, { grantId, granteePrincipal }: GrantFilter, after: string, limit: number): Promise<Page<Grant>> {
    const { table } = this.#parts;
    if (grantId !== undefined) {
      const grant = await this.#find(key, grantId);
      return { items: granteePrincipal === undefined || grant.granteePrincipal === granteePrincipal ? [grant] : [], next: undefined };
    }
    const { items: ids, next } = pageOf(await table.ids(key.id, granteePrincipal, after, limit + 1), limit);
    const found = await Promise.all(ids.map((id) => table.grant(key.id, id)));
    // One that was ended between the two reads is left out.
    return { items: found.filter((grant) => grant !== undefined), next };
  }

  /** Grants of any key that a principal may retire, after `key-id/grant-id`, in order. */
  async retirable(principal: string, after: string, limit: number): Promise<Page<Endable>> {
    const { table, keyring } = this.#parts;
    const { items: names, next } = pageOf(await table.retirable(principal, after, limit + 1), limit);
    const found = await Promise.all(names.map(async (name) => {
      const [keyId = '', id = ''] = name.split('/');
      return { grant: await table.grant(keyId, id), key: (await keyring.table.key(keyId))?.record };
    }));
    return { items: found.flatMap(({ grant, key }) => (grant === undefined || key === undefined ? [] : [{ grant, key }])), next };
  }

  /** The grant that a token names, if `caller` may retire it. */
  async retirableByToken(caller: Caller, useOf: (grant: Grant) => Use, token: string): Promise<Endable> {
    const { keyId, grantId } = this.#named(token);
    const [key, grant] = [(await this.#parts.keyring.table.key(keyId))?.record, await this.#parts.table.grant(keyId, grantId)];
    if (key === undefined || grant === undefined) throw invalidToken();
    return this.#assertMayRetire(caller, useOf, { key, arn: key.arn }, grant);
  }

  /** The grant of that id, if `caller` may retire it. */
  async retirableById(caller: Caller, useOf: (grant?: Grant) => Use, given: string, grantId: string): Promise<Endable> {
    const subject = await this.#parts.keyring.locate(caller, useOf(), given);
    const grant = GRANT_ID.test(grantId) ? await this.#parts.table.grant(subject.key.id, grantId) : undefined;
    if (grant !== undefined) return this.#assertMayRetire(caller, useOf, subject, grant);
    // Whoever may retire by policy is told that there is none, and nobody else.
    await this.#parts.gate.assertAllowed(caller, useOf(), subject, { candidates: [], allows: () => false });
    return { grant: await this.#find(subject.key, grantId), key: subject.key };
  }

  /** The grant of that id, for who was let through to revoke. */
  async revocable(key: Key, grantId: string): Promise<Endable> {
    return { grant: await this.#find(key, grantId), key };
  }

  /** Ends a grant. Whether others ended it first is no matter. */
  async end(grant: Grant): Promise<void> {
    await this.#parts.table.remove(grant);
  }

  async #assertMayRetire(caller: Caller, useOf: (grant: Grant) => Use, subject: Subject, grant: Grant): Promise<Endable> {
    const use = useOf(grant);
    if (caller.type === 'Service') throw notYours(caller, use.action, subject.arn, subject.key.arn);
    await this.#parts.gate.assertAllowed(caller, use, subject, { candidates: [grant], allows: (one) => mayRetire(one, caller) });
    return { grant, key: subject.key };
  }

  #ofTerms(key: Key, terms: GrantTerms): Promise<Grant | undefined> {
    return terms.name === undefined ? Promise.resolve(undefined) : this.#parts.table.ofTerms(key.id, fingerprintOf(terms));
  }

  async #find(key: Key, grantId: string): Promise<Grant> {
    if (!GRANT_ID.test(grantId)) throw new KmsError('InvalidGrantIdException', `Invalid grantId '${grantId}'`, { keyArn: key.arn });
    const grant = await this.#parts.table.grant(key.id, grantId);
    if (grant === undefined) throw new KmsError('NotFoundException', `Grant ID ${grantId} not found`, { keyArn: key.arn });
    return grant;
  }

  #named(token: string): GrantName {
    const name = this.#parts.tokens.open(token);
    if (name === undefined) throw invalidToken();
    return name;
  }
}

function invalidToken(): KmsError {
  return new KmsError('InvalidGrantTokenException', 'Invalid grant token.');
}
