import type { Endable } from '../keys/grants.js';
import type { GrantConstraints } from '../keys/grant.js';
import type { GrantEntry } from './responses.js';

/** A grant as listings tell it. */
export function entryOf({ grant, key }: Endable): GrantEntry {
  const { id, name, createdAt, granteePrincipal, retiringPrincipal, issuingAccount, operations, constraints } = grant;
  return {
    keyId: key.arn, grantId: id, name, creationDate: createdAt, granteePrincipal, retiringPrincipal, issuingAccount, operations,
    constraints: hasAny(constraints) ? constraints : undefined,
  };
}

function hasAny({ encryptionContextSubset, encryptionContextEquals, sourceArn }: GrantConstraints): boolean {
  return encryptionContextSubset !== undefined || encryptionContextEquals !== undefined || sourceArn !== undefined;
}
