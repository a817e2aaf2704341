import type { AuditEvent, AuditLog, EventIds } from '@coffer/audit';
import { ITSELF, SOURCE } from '../access/itself.js';
import { clearKey } from '../keys/clear-key.js';
import { dueId, dueOf, type Due } from '../keys/due.js';
import type { GrantTable } from '../keys/grant-table.js';
import { currentMaterial, type Key } from '../keys/key.js';
import { rotated } from '../keys/key-rotation.js';
import type { Found, KeyTable } from '../keys/key-table.js';
import type { Materials } from '../keys/materials.js';

/** What one round does at most; the rest comes in the next. */
export const DUE_PER_ROUND_MAX = 100;

export interface DueKeysParts {
  readonly table: KeyTable;
  readonly grants: GrantTable;
  readonly materials: Materials;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly eventIds: EventIds;
  readonly now: () => Date;
  /** Told of what was done, and of what could not be done and is tried again in the next round. */
  readonly onDone: (due: Due, keyArn: string) => void;
  readonly onFailed: (due: Due, error: unknown) => void;
}

type Row = Due & { readonly kept: Buffer };

/**
 * Does to keys what is due: rotates those whose period is over, and removes those that waited for their end. It follows the rows of due.ts, so it survives
 * restarts, and it never acts before a date.
 *
 * A removal is one commit, after which the key and all its material are gone; then it is recorded, and what named the key is cleared, again and again until it is.
 */
export class DueKeys {
  readonly #parts: DueKeysParts;

  constructor(parts: DueKeysParts) {
    this.#parts = parts;
  }

  /** One round. How many were due. */
  async run(): Promise<number> {
    const { table, now, onFailed } = this.#parts;
    const rows = await table.due(now(), DUE_PER_ROUND_MAX);
    for (const due of rows) await this.#do(due).catch((error: unknown) => { onFailed(due, error); });
    return rows.length;
  }

  async #do(due: Row): Promise<void> {
    const { table } = this.#parts;
    if (due.task === 'clear') return this.#clear(due);
    const found = await table.key(due.keyId);
    const isStill = found !== undefined && dueIdOf(found.record) === dueId(due);
    // Somebody changed it between the two reads: what is due then has a row of its own.
    if (!isStill) return;
    await (due.task === 'delete' ? this.#remove(due, found) : this.#rotate(due, found));
  }

  async #remove(due: Row, found: Found<Key>): Promise<void> {
    const { table, materials, now } = this.#parts;
    const at = now();
    if (!(await table.commit(table.removeKey(found, at)))) return;
    materials.forget(found.record.id);
    const left = (await table.due(at, DUE_PER_ROUND_MAX)).find(({ task, keyId }) => task === 'clear' && keyId === due.keyId);
    if (left !== undefined) await this.#clear(left);
  }

  async #clear(due: Row): Promise<void> {
    const { table, grants, audit, onDone } = this.#parts;
    const keyArn = due.kept.toString();
    const owner = keyArn.split(':')[4] ?? '';
    await audit.append([this.#event('DeleteKey', keyArn, owner, {})]);
    await clearKey(table, grants, owner, due.keyId);
    await table.commit(table.done(due));
    onDone(due, keyArn);
  }

  async #rotate(due: Row, found: Found<Key>): Promise<void> {
    const { table, materials, audit, now, onDone } = this.#parts;
    const key = rotated(found.record, await materials.create(due.keyId), { at: now(), type: 'AUTOMATIC' });
    if (!(await table.commit(table.replaceKey(found, key)))) return;
    await audit.append([this.#event('RotateKey', key.arn, key.owner, { parameters: { keyId: key.id, rotationType: 'AUTOMATIC' }, keyMaterialId: currentMaterial(key).id })]);
    onDone(due, key.arn);
  }

  #event(operation: string, keyArn: string, accountId: string, more: Partial<AuditEvent>): AuditEvent {
    const time = this.#parts.now();
    const eventId = this.#parts.eventIds.next(time);
    const parameters = { keyId: keyArn };
    return { eventId, time, source: SOURCE, operation, type: 'AwsServiceEvent', readOnly: false, caller: ITSELF, requestId: eventId, parameters, keyArns: [keyArn], recipientAccountId: accountId, ...more };
  }
}

function dueIdOf(key: Key): string | undefined {
  const due = dueOf(key);
  return due && dueId(due);
}
