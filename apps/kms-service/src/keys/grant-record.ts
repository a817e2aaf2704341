import { z } from 'zod';
import type { EncryptionContext } from '@coffer/context';
import type { Grant } from './grant.js';

const pairsShape = z.array(z.tuple([z.string(), z.string()]));

const grantShape = z.strictObject({
  granteePrincipal: z.string(),
  retiringPrincipal: z.string().optional(),
  operations: z.array(z.string()),
  encryptionContextSubset: pairsShape.optional(),
  encryptionContextEquals: pairsShape.optional(),
  sourceArn: z.string().optional(),
  name: z.string().optional(),
  createdAt: z.number(),
  issuingAccount: z.string(),
});

/** A grant's record as JSON, before it is sealed. Its key and id are the row's, and bound by the seal. */
export function encodeGrant({ granteePrincipal, retiringPrincipal, operations, constraints, name, createdAt, issuingAccount }: Grant): Buffer {
  const { encryptionContextSubset, encryptionContextEquals, sourceArn } = constraints;
  const written = {
    granteePrincipal, retiringPrincipal, operations, encryptionContextSubset: pairs(encryptionContextSubset), encryptionContextEquals: pairs(encryptionContextEquals),
    sourceArn, name, createdAt: createdAt.getTime(), issuingAccount,
  };
  return Buffer.from(JSON.stringify(written));
}

export function decodeGrant(keyId: string, id: string, json: Uint8Array): Grant {
  const { encryptionContextSubset: subset, encryptionContextEquals: equals, sourceArn, createdAt, ...rest } = grantShape.parse(JSON.parse(Buffer.from(json).toString()));
  const constraints = { encryptionContextSubset: subset && new Map(subset), encryptionContextEquals: equals && new Map(equals), sourceArn };
  return { ...rest, id, keyId, constraints, createdAt: new Date(createdAt) };
}

function pairs(context: EncryptionContext | undefined): readonly (readonly [string, string])[] | undefined {
  return context && [...context];
}
