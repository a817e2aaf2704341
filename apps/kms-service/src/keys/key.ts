/** Where ARNs say that this service is. */
export interface Place {
  readonly accountId: string;
  readonly region: string;
}

/** Owns the keys that a service keeps for itself: no account id, so no account can be taken for it. */
export const SERVICE_OWNER = 'service';

/** What a key has sealed and opens with. The last of a key's materials seals; all of them open, for ever. */
export interface Material {
  /** 64 hex digits, random. */
  readonly id: string;
  /** As the root key wrapped it. */
  readonly wrapped: Buffer;
  /** What brought it; undefined: the key came with it. */
  readonly rotation?: Rotation | undefined;
}

/** A change of the material that seals. */
export interface Rotation {
  readonly at: Date;
  readonly type: 'AUTOMATIC' | 'ON_DEMAND';
}

/** Rotation by itself. */
export interface RotationSchedule {
  readonly periodDays: number;
  readonly next: Date;
}

/** AWS's names; a key that is made here is in one of these. */
export type KeyState = 'Enabled' | 'Disabled' | 'PendingDeletion';

export interface KeyTag {
  readonly key: string;
  readonly value: string;
}

/** A symmetric key as it is kept. `owner` is an account id or SERVICE_OWNER. */
export interface Key {
  readonly id: string;
  readonly arn: string;
  readonly owner: string;
  /** AWS: made by the service for the account (`alias/aws/s3`), and not the account's to change. */
  readonly manager: 'AWS' | 'CUSTOMER';
  readonly description: string;
  readonly createdAt: Date;
  readonly enabled: boolean;
  /** When it is gone for good; undefined: nobody asked for that. A key that waits for it is not enabled. */
  readonly deletionDate?: Date | undefined;
  readonly rotation?: RotationSchedule | undefined;
  readonly tags: readonly KeyTag[];
  /** JSON, as it was put; undefined: the default of the account. */
  readonly policy: string | undefined;
  readonly materials: readonly [Material, ...Material[]];
}

/** Keys that a service owns carry the account that the service runs for. */
export function keyArn(place: Place, owner: string, id: string): string {
  return `arn:aws:kms:${place.region}:${owner === SERVICE_OWNER ? place.accountId : owner}:key/${id}`;
}

export function aliasArn(place: Place, owner: string, name: string): string {
  return `arn:aws:kms:${place.region}:${owner}:${name}`;
}

/** The material that seals now. */
export function currentMaterial(key: Key): Material {
  return key.materials.at(-1) ?? key.materials[0];
}

export function stateOf({ enabled, deletionDate }: Pick<Key, 'enabled' | 'deletionDate'>): KeyState {
  if (deletionDate !== undefined) return 'PendingDeletion';
  return enabled ? 'Enabled' : 'Disabled';
}
