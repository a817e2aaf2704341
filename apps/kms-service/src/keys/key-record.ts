import { z } from 'zod';
import { keyArn, type Key, type Place } from './key.js';

const materialShape = z.strictObject({ id: z.string().regex(/^[0-9a-f]{64}$/), wrapped: z.base64() });

const keyShape = z.strictObject({
  owner: z.string(),
  manager: z.enum(['AWS', 'CUSTOMER']),
  description: z.string(),
  createdAt: z.number(),
  enabled: z.boolean(),
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
export function encodeKey({ owner, manager, description, createdAt, enabled, tags, policy, materials }: Key): Buffer {
  const written = materials.map(({ id, wrapped }) => ({ id, wrapped: wrapped.toString('base64') }));
  return Buffer.from(JSON.stringify({ owner, manager, description, createdAt: createdAt.getTime(), enabled, tags, policy, materials: written }));
}

export function decodeKey(place: Place, id: string, json: Uint8Array): Key {
  const { createdAt, policy, materials: written, ...rest } = keyShape.parse(JSON.parse(Buffer.from(json).toString()));
  const [first, ...others] = written.map((material) => ({ id: material.id, wrapped: Buffer.from(material.wrapped, 'base64') }));
  if (first === undefined) throw new RangeError('a key without material');
  return { ...rest, policy, id, arn: keyArn(place, rest.owner, id), createdAt: new Date(createdAt), materials: [first, ...others] };
}

export function encodeAlias({ targetKeyId, createdAt, updatedAt }: AliasRecord): Buffer {
  return Buffer.from(JSON.stringify({ targetKeyId, createdAt: createdAt.getTime(), updatedAt: updatedAt.getTime() }));
}

export function decodeAlias(json: Uint8Array): AliasRecord {
  const { targetKeyId, createdAt, updatedAt } = aliasShape.parse(JSON.parse(Buffer.from(json).toString()));
  return { targetKeyId, createdAt: new Date(createdAt), updatedAt: new Date(updatedAt) };
}
