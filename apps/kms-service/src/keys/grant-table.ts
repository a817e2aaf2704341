import { createHash } from 'node:crypto';
import type { Change, KeyStore } from '../store/key-store.js';
import type { AccessRevision } from './access-revision.js';
import { fingerprintOf, type Grant } from './grant.js';
import { decodeGrant, encodeGrant } from './grant-record.js';
import { RowCache } from './row-cache.js';
import type { SealedRows } from './sealed-rows.js';

/** What stands in the rows of the indexes: a version, and nothing else. */
const PRESENT = Buffer.of(1);

/** Rows that are read at once where a principal's grants are gone through. */
const ROWS_AT_ONCE = 1_000;

/** A grant as it was read, and the row's bytes, which a removal must still find. */
interface Kept {
  readonly grant: Grant;
  readonly kept: Buffer;
}

/**
 * Grants as rows of the store.
 *
 *     grant    key-id "/" grant-id                       sealed JSON
 *     grantee  key-id "/" principal "/" grant-id         present          whom a key lets by grants
 *     retiree  principal "/" key-id "/" grant-id         present          what a principal may retire
 *     granted  key-id "/" fingerprint                    grant-id         named grants, so that a repeated request finds its own
 *
 * A principal is the SHA-256 of its ARN in hex, a fingerprint that of all terms. The indexes are not sealed: what they name is checked
 * against the grant's own row.
 */
export class GrantTable {
  readonly #store: KeyStore;
  readonly #rows: SealedRows;
  readonly #revision: AccessRevision;
  readonly #grants = new RowCache<Kept>();

  constructor(store: KeyStore, rows: SealedRows, revision: AccessRevision) {
    this.#store = store;
    this.#rows = rows;
    this.#revision = revision;
  }

  async grant(keyId: string, id: string): Promise<Grant | undefined> {
    return (await this.#read(keyId, id))?.grant;
  }

  /** False: a grant of the same name and terms was made by others, just now. */
  async add(grant: Grant): Promise<boolean> {
    const row = this.#rows.change('grant', idOf(grant), null, encodeGrant(grant));
    return this.#commit([row, ...this.#indexes(grant).map(({ table, id, value }): Change => ({ table, id, expected: null, value }))]);
  }

  /** False: it was gone already. */
  async remove({ keyId, id }: Grant): Promise<boolean> {
    const found = await this.#read(keyId, id);
    if (found === undefined) return false;
    const row: Change = { table: 'grant', id: idOf(found.grant), expected: found.kept, value: null };
    return this.#commit([row, ...this.#indexes(found.grant).map(({ table, id: index, value }): Change => ({ table, id: index, expected: value, value: null }))]);
  }

  /** The grant that was made by a request of the same name and terms. */
  async ofTerms(keyId: string, fingerprint: string): Promise<Grant | undefined> {
    const id = await this.#store.get('granted', `${keyId}/${fingerprint}`);
    const grant = id && (await this.grant(keyId, id.toString()));
    return grant !== undefined && fingerprintOf(grant) === fingerprint ? grant : undefined;
  }

  /** How many grants a key has. */
  count(keyId: string): Promise<number> {
    return this.#store.count('grant', `${keyId}/`);
  }

  /** Ids of a key's grants after the id `after`, in order; of one grantee, if it is given. */
  async ids(keyId: string, grantee: string | undefined, after: string, limit: number): Promise<readonly string[]> {
    return grantee === undefined ? this.#names('grant', `${keyId}/`, after, limit) : this.#names('grantee', `${keyId}/${hashOf(grantee)}/`, after, limit);
  }

  /** All grants of a key for one of these principals. */
  async ofGrantees(keyId: string, principals: readonly string[]): Promise<readonly Grant[]> {
    const found: Grant[] = [];
    for (const principal of principals) {
      let after: string | undefined = '';
      while (after !== undefined) {
        const ids: readonly string[] = await this.ids(keyId, principal, after, ROWS_AT_ONCE);
        for (const id of ids) {
          const grant = await this.grant(keyId, id);
          if (grant?.granteePrincipal === principal) found.push(grant);
        }
        after = ids.length < ROWS_AT_ONCE ? undefined : ids.at(-1);
      }
    }
    return found;
  }

  /** `key-id/grant-id` of the grants that a principal may retire, in order. */
  retirable(principal: string, after: string, limit: number): Promise<readonly string[]> {
    return this.#names('retiree', `${hashOf(principal)}/`, after, limit);
  }

  #indexes(grant: Grant): readonly { readonly table: 'grantee' | 'retiree' | 'granted'; readonly id: string; readonly value: Buffer }[] {
    const { keyId, id, granteePrincipal, retiringPrincipal, name } = grant;
    return [
      { table: 'grantee', id: `${keyId}/${hashOf(granteePrincipal)}/${id}`, value: PRESENT },
      ...(retiringPrincipal === undefined ? [] : [{ table: 'retiree' as const, id: `${hashOf(retiringPrincipal)}/${keyId}/${id}`, value: PRESENT }]),
      ...(name === undefined ? [] : [{ table: 'granted' as const, id: `${keyId}/${fingerprintOf(grant)}`, value: Buffer.from(id) }]),
    ];
  }

  async #commit(changes: readonly Change[]): Promise<boolean> {
    const done = await this.#store.commit(changes);
    if (done) this.#revision.changed();
    return done;
  }

  async #read(keyId: string, id: string): Promise<Kept | undefined> {
    const name = `${keyId}/${id}`;
    const kept = await this.#store.get('grant', name);
    if (kept === undefined) return undefined;
    return this.#grants.get(name, kept, () => ({ grant: decodeGrant(keyId, id, this.#rows.open('grant', name, kept)), kept }));
  }

  async #names(table: 'grant' | 'grantee' | 'retiree', prefix: string, after: string, limit: number): Promise<readonly string[]> {
    const rows = await this.#store.list(table, prefix, after, limit);
    return rows.map(({ id }) => id.slice(prefix.length));
  }
}

function idOf({ keyId, id }: Grant): string {
  return `${keyId}/${id}`;
}

/** ARNs may hold what ids of rows may not: a slash, or more than LMDB's 1,978 bytes. */
function hashOf(principal: string): string {
  return createHash('sha256').update(principal).digest('hex');
}
