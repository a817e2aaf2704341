import type { BodyId } from './body-store.js';

/** A record names a body that is not there: it was removed meanwhile, or the store has lost it. */
export class BodyMissing extends Error {
  override readonly name = 'BodyMissing';

  constructor(readonly id: BodyId) {
    super(`body ${id} is not in the body store`);
  }
}
