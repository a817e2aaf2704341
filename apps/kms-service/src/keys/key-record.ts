import { z } from 'zod';
import { keyArn, type Key, type Material, type Place } from './key.js';

const materialShape = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{64}$/),
  wrapped: z.base64(),
  // Absent from the material that a key came with.
  rotation: z.strictObject({ at: z.number(), type: z.enum(['AUTOMATIC', 'ON_DEMAND']) }).optional(),
});

const keyShape = z.strictObject({
  owner: z.string(),
  manager: z.enum(['AWS', 'CUSTOMER']),
  description: z.string(),
  createdAt: z.number(),
  enabled: z.boolean(),
  // Both absent from keys that were made before there was deletion and rotation.
  deletionDate: z.number().optional(),
  rotation: z.strictObject({ periodDays: z.number(), next: z.number() }).optional(),
  tags: z.array(z.strictObject({ key: z.string(), value: z.string() })),
  // Absent from keys that were made before key policies were, and from those that nobody gave one.
  policy: z.string().optional(),
  materials: z.tuple([materialShape], materialShape),
});

/** An alias as it is kept. */
export interface AliasRecord {
  readonly targetKeyId: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const aliasShape = z.strictObject({ targetKeyId: z.string(), createdAt: z.number(), updatedAt: z.number() });

/** A key's record as JSON, before it is sealed. The id is the row's, and bound by the seal. */
export function encodeKey({ owner, manager, description, createdAt, enabled, deletionDate, rotation, tags, policy, materials }: Key): Buffer {
  return Buffer.from(JSON.stringify({
    owner, manager, description, createdAt: createdAt.getTime(), enabled, deletionDate: deletionDate?.getTime(),
    rotation: rotation && { periodDays: rotation.periodDays, next: rotation.next.getTime() }, tags, policy, materials: materials.map(writtenMaterial),
  }));
}

export function decodeKey(place: Place, id: string, json: Uint8Array): Key {
  const { createdAt, policy, deletionDate, rotation, materials: written, ...rest } = keyShape.parse(JSON.parse(Buffer.from(json).toString()));
  const [first, ...others] = written.map(readMaterial);
  if (first === undefined) throw new RangeError('a key without material');
  return {
    ...rest, policy, id, arn: keyArn(place, rest.owner, id), createdAt: new Date(createdAt), materials: [first, ...others],
    ...(deletionDate !== undefined && { deletionDate: new Date(deletionDate) }),
    ...(rotation && { rotation: { periodDays: rotation.periodDays, next: new Date(rotation.next) } }),
  };
}

type WrittenMaterial = z.infer<typeof materialShape>;

function writtenMaterial({ id, wrapped, rotation }: Material): WrittenMaterial {
  return { id, wrapped: wrapped.toString('base64'), ...(rotation && { rotation: { at: rotation.at.getTime(), type: rotation.type } }) };
}

function readMaterial({ id, wrapped, rotation }: WrittenMaterial): Material {
  return { id, wrapped: Buffer.from(wrapped, 'base64'), ...(rotation && { rotation: { at: new Date(rotation.at), type: rotation.type } }) };
}

export function encodeAlias({ targetKeyId, createdAt, updatedAt }: AliasRecord): Buffer {
  return Buffer.from(JSON.stringify({ targetKeyId, createdAt: createdAt.getTime(), updatedAt: updatedAt.getTime() }));
}

export function decodeAlias(json: Uint8Array): AliasRecord {
  const { targetKeyId, createdAt, updatedAt } = aliasShape.parse(JSON.parse(Buffer.from(json).toString()));
  return { targetKeyId, createdAt: new Date(createdAt), updatedAt: new Date(updatedAt) };
}
