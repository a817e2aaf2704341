import type { AccessKey } from '../access-key.js';
import type { Principal } from '../caller.js';

/** A principal and one of the keys by which it is known. */
export interface Identity {
  readonly principal: Principal;
  readonly accessKey: AccessKey;
  /** An inactive key signs nothing; it is kept so that its owner can be told and its id is given to nobody else. */
  readonly active: boolean;
  /** The principal's tags; empty for the root. */
  readonly tags: ReadonlyMap<string, string>;
}
