import type { Key, Material, Rotation, RotationSchedule } from './key.js';

/** AWS's: a year unless it is said. https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html */
export const ROTATION_PERIOD_DAYS = 365;
export const ROTATION_PERIOD_DAYS_MIN = 90;
export const ROTATION_PERIOD_DAYS_MAX = 2_560;

/** AWS's quota of a key. https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html */
export const ON_DEMAND_ROTATIONS_MAX = 25;

export const DAY_MS = 86_400_000;

export function scheduleFrom(start: Date, periodDays: number): RotationSchedule {
  return { periodDays, next: new Date(start.getTime() + periodDays * DAY_MS) };
}

/** The key with `material` as what seals from now on. What sealed before still opens. A rotation by itself sets the date of the next one. */
export function rotated(key: Key, material: Material, rotation: Rotation): Key {
  const materials: Key['materials'] = [...key.materials, { ...material, rotation }];
  if (rotation.type === 'ON_DEMAND' || key.rotation === undefined) return { ...key, materials };
  return { ...key, materials, rotation: scheduleFrom(rotation.at, key.rotation.periodDays) };
}

export function onDemandRotations({ materials }: Key): number {
  return materials.filter(({ rotation }) => rotation?.type === 'ON_DEMAND').length;
}
