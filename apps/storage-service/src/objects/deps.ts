import type { BodyId, BodyStore } from '../engine/body-store.js';
import type { ObjectIndex } from '../engine/object-index.js';
import type { Envelope } from '../sse/envelope.js';
import type { Sealing } from '../sse/sealing.js';

/** Told of plaintext that was sealed, and of what was opened and is authentic. */
export interface ObjectsMeter {
  sealed(mode: Envelope['mode'], bytes: number): void;
  opened(mode: Envelope['mode'], bytes: number): void;
}

/** What the use cases stand on. */
export interface ObjectsDeps {
  readonly index: ObjectIndex;
  readonly bodies: BodyStore;
  readonly sealing: Sealing;
  readonly region: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told of bodies that could not be removed; the next sweep takes them. */
  readonly onLeftover: (error: unknown) => void;
  readonly meter: ObjectsMeter;
}

/**
 * Runs a commit that names `written`. If it fails, what was written is removed; if it succeeds, what it replaced is removed, without the
 * client waiting for it.
 */
export async function commitOrRemove<C extends { readonly freed: readonly BodyId[] }>(deps: ObjectsDeps, written: readonly BodyId[], commit: () => Promise<C>): Promise<C> {
  try {
    const committed = await commit();
    removeBodies(deps, committed.freed);
    return committed;
  } catch (error) {
    removeBodies(deps, written);
    throw error;
  }
}

/** Starts removing bodies that nothing names any more. */
export function removeBodies(deps: ObjectsDeps, ids: readonly BodyId[]): void {
  for (const id of ids) deps.bodies.remove(id).catch(deps.onLeftover);
}
