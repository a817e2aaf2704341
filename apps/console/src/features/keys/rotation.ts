import { GetKeyRotationStatusCommand, ListKeyRotationsCommand, type KMSClient } from '@aws-sdk/client-kms';
import { formatDay } from '../../format/format.js';
import { inTurn } from './in-turn.js';

/** How a key takes new material. */
export interface Rotation {
  /** Absent: only when asked for. */
  readonly everyDays?: number;
  readonly next?: Date;
}

/** The rotations that a key had. */
export interface Rotations {
  readonly times: number;
  readonly last?: Date;
}

const ROTATIONS_READ_MAX = 1_000;

export async function rotationOf(kms: KMSClient, KeyId: string, abortSignal: AbortSignal): Promise<Rotation> {
  const { KeyRotationEnabled, RotationPeriodInDays, NextRotationDate } = await kms.send(new GetKeyRotationStatusCommand({ KeyId }), { abortSignal });
  if (KeyRotationEnabled !== true) return {};
  return { everyDays: RotationPeriodInDays ?? 365, ...(NextRotationDate === undefined ? {} : { next: NextRotationDate }) };
}

export async function rotationsOf(kms: KMSClient, KeyId: string, abortSignal: AbortSignal): Promise<Rotations> {
  const { Rotations = [] } = await kms.send(new ListKeyRotationsCommand({ KeyId, Limit: ROTATIONS_READ_MAX }), { abortSignal });
  const last = Rotations.at(-1)?.RotationDate;
  return { times: Rotations.length, ...(last === undefined ? {} : { last }) };
}

/** How keys rotate, by their ids. Of those that are missing one may not know. */
export type RotationsById = ReadonlyMap<string, Rotation>;

/** A request for each key, a few at a time. */
export async function rotationsById(kms: KMSClient, keyIds: readonly string[], signal: AbortSignal): Promise<RotationsById> {
  const found = await inTurn(keyIds, async (id) => [id, await rotationOf(kms, id, signal).catch(() => undefined)] as const);
  return new Map(found.flatMap(([id, rotation]) => (rotation === undefined ? [] : [[id, rotation] as const])));
}

/** `every 365 days, next on 3 March 2027`. */
export function rotationText({ everyDays, next }: Rotation): string {
  if (everyDays === undefined) return 'only when asked for';
  return `every ${everyDays} days${next === undefined ? '' : `, next on ${formatDay(next)}`}`;
}

/** `twice so far, last on 3 March 2026`; nothing of a key that never was. */
export function rotationsText({ times, last }: Rotations): string {
  if (last === undefined) return 'not rotated yet';
  const often = times === 1 ? 'once' : times === 2 ? 'twice' : `${times} times`;
  return `${often} so far, last on ${formatDay(last)}`;
}
