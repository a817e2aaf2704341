import type { Caller } from '@coffer/iam';
import type { Use } from '../access/use.js';
import { KmsError } from '../errors/kms-error.js';
import { stateOf, type Key } from './key.js';
import { DAY_MS, ON_DEMAND_ROTATIONS_MAX, onDemandRotations, ROTATION_PERIOD_DAYS, rotated, scheduleFrom } from './key-rotation.js';
import { alive, enabled, type Keyring } from './keyring.js';

/** What becomes of a key in time, as those decide who may: an end that can still be called off, and other material. */
export class KeyLifecycle {
  readonly #keyring: Keyring;
  readonly #now: () => Date;

  constructor(keyring: Keyring, now: () => Date) {
    this.#keyring = keyring;
    this.#now = now;
  }

  /** From the answer on nothing is sealed or opened under the key; after `days` it is gone for good. */
  scheduleDeletion(caller: Caller, use: Use, given: string, days: number): Promise<Key> {
    const deletionDate = new Date(this.#now().getTime() + days * DAY_MS);
    return this.#keyring.change(caller, use, given, (key) => ({ ...alive(key), enabled: false, deletionDate }));
  }

  /** The key stays, disabled. Throws KMSInvalidStateException for one that nobody was going to delete. */
  cancelDeletion(caller: Caller, use: Use, given: string): Promise<Key> {
    return this.#keyring.change(caller, use, given, (key) => {
      if (stateOf(key) === 'PendingDeletion') return { ...key, deletionDate: undefined };
      throw new KmsError('KMSInvalidStateException', `${key.arn} is not pending deletion.`, { keyArn: key.arn });
    });
  }

  /** The period begins now, unless the key rotates in such a period already. */
  enableRotation(caller: Caller, use: Use, given: string, periodDays: number | undefined): Promise<Key> {
    return this.#keyring.change(caller, use, given, (key) => {
      enabled(key);
      if (key.rotation !== undefined && (periodDays === undefined || periodDays === key.rotation.periodDays)) return key;
      return { ...key, rotation: scheduleFrom(this.#now(), periodDays ?? ROTATION_PERIOD_DAYS) };
    });
  }

  disableRotation(caller: Caller, use: Use, given: string): Promise<Key> {
    return this.#keyring.change(caller, use, given, (key) => (enabled(key).rotation === undefined ? key : { ...key, rotation: undefined }));
  }

  /** New material at once. Throws LimitExceededException for a key that was rotated on demand as often as AWS lets one. */
  rotate(caller: Caller, use: Use, given: string): Promise<Key> {
    return this.#keyring.change(caller, use, given, async (key) => {
      if (onDemandRotations(enabled(key)) >= ON_DEMAND_ROTATIONS_MAX) {
        throw new KmsError('LimitExceededException', `A key is rotated on demand at most ${String(ON_DEMAND_ROTATIONS_MAX)} times.`, { keyArn: key.arn });
      }
      return rotated(key, await this.#keyring.freshMaterial(key.id), { at: this.#now(), type: 'ON_DEMAND' });
    });
  }
}
