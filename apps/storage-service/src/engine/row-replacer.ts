import { IF_EXISTS } from 'lmdb';
import type { AscendingIds } from './ascending-ids.js';
import type { BodyId } from './body-store.js';
import { durable } from './durable.js';
import type { IndexStores } from './index-stores.js';
import type { Guard, Versioning } from './object-index.js';
import { entryOf, putStep, removeStep, type ChildPlace, type Place, type PutStep, type Row, type Step } from './row-steps.js';
import { hasOwnId, parseHead } from './stored-entry.js';
import { keepsVersions, putVersionStep } from './version-steps.js';

/** Rounds of optimism before a change that others keep overtaking waits for its turn. */
const OPTIMISTIC_ROUNDS_MAX = 3;

/**
 * Replaces and removes heads together with their entries and the rows of their bodies.
 *
 * The common way is optimistic: what lies there is read without a lock, the change is queued on the condition that its version is still
 * the same, and LMDB's thread does the rest. Many such changes share one commit, and each costs the event loop half of what a callback
 * inside the transaction does. If another change came first, the condition fails and the round is repeated, so every replaced body is
 * freed by exactly the change that replaced it. A guard must see what lies there at the last moment: guarded changes, and those that were
 * overtaken too often, run as a callback inside the transaction. So do changes that keep versions, which touch more than one row of a name.
 */
export class RowReplacer {
  constructor(
    private readonly stores: IndexStores,
    private readonly ids: AscendingIds,
  ) {}

  /** Makes the row the one of its place, and returns its id and the bodies it frees. Throws the place's own error if its parent is gone. */
  async put(place: ChildPlace, row: Row, guard?: Guard, versioning: Versioning = 'unversioned'): Promise<Omit<PutStep, 'run'>> {
    for (let round = 0; guard === undefined && versioning === 'unversioned' && round < OPTIMISTIC_ROUNDS_MAX; round += 1) {
      const put = await this.#tryPut(place, row);
      if (put !== undefined) return put;
    }
    return transact(this.stores, () => {
      if (!place.parent.rows.doesExist(place.parent.key)) throw place.parent.absent();
      const step = this.putStep(place, row, guard, versioning);
      return { id: step.id, freed: made(step) };
    });
  }

  /** The bodies that its removal frees; undefined if there was nothing, `kept` if there is a version that only its id removes. */
  async remove(place: Place, guard?: Guard): Promise<readonly BodyId[] | 'kept' | undefined> {
    for (let round = 0; guard === undefined && round < OPTIMISTIC_ROUNDS_MAX; round += 1) {
      const current = place.rows.getEntry(place.key);
      if (current === undefined) return undefined;
      if (hasOwnId(current.value)) return 'kept';
      const step = removeStep(this.stores, place, current.value);
      if (await durable(place.rows.ifVersion(place.key, current.version ?? 0, step.run))) return step.freed;
    }
    return transact(this.stores, () => {
      const current = guardedBy(guard, this.stores, place);
      if (current === undefined) return undefined;
      return hasOwnId(current) ? 'kept' : made(removeStep(this.stores, place, current));
    });
  }

  /** The change as a step of a transaction: the guard has seen what lies there and let it pass. Only places of objects keep versions. */
  putStep(place: Place, row: Row, guard?: Guard, versioning: Versioning = 'unversioned'): PutStep {
    const current = guardedBy(guard, this.stores, place);
    if (keepsVersions(versioning, current)) return putVersionStep(this.stores, this.ids, place.key, row, versioning);
    return putStep(this.stores, this.ids, place, row, current);
  }

  /** Undefined if another change came first, or a version with an id of its own lies there, which is kept. */
  async #tryPut(place: ChildPlace, row: Row): Promise<Omit<PutStep, 'run'> | undefined> {
    const { rows, key, parent } = place;
    const current = rows.getEntry(key);
    if (current !== undefined && hasOwnId(current.value)) return undefined;
    const step = putStep(this.stores, this.ids, place, row, current?.value);
    // The inner condition's own answer is worth something only if the outer one held.
    let unchanged: Promise<boolean> = Promise.resolve(false);
    const parentExists = parent.rows.ifVersion(parent.key, IF_EXISTS, () => {
      unchanged = current === undefined ? rows.ifNoExists(key, step.run) : rows.ifVersion(key, current.version ?? 0, step.run);
    });
    const [held, done] = await durable(Promise.all([parentExists, unchanged]));
    if (!held) throw parent.absent();
    return done ? step : undefined;
  }
}

/** What lies there, which the guard has seen and let pass. Inside a transaction. */
export function guardedBy(guard: Guard | undefined, stores: IndexStores, { rows, key }: Place): Buffer | undefined {
  const current = rows.getBinary(key);
  guard?.(current && entryOf(stores, parseHead(current)).record);
  return current;
}

export function made(step: Step): readonly BodyId[] {
  step.run();
  return step.freed;
}

/**
 * Runs `change` inside a transaction that it shares with others. It must not wait, and must throw before its first write or not at all:
 * what it throws passes on, and the transaction goes on without it.
 */
export async function transact<T>(stores: IndexStores, change: () => T): Promise<T> {
  const outcome = await durable(
    stores.root.transaction((): { readonly value: T } | { readonly refused: unknown } => {
      try {
        return { value: change() };
      } catch (refused) {
        return { refused };
      }
    }),
  );
  if ('refused' in outcome) throw outcome.refused;
  return outcome.value;
}
