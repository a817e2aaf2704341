import { use } from '../access/use.js';
import { rangeOf, required } from './constraints.js';
import { entryOf } from './grant-entry.js';
import { assertPrincipal, principalOf } from './grant-terms.js';
import { GRANTS_PER_PAGE_MAX } from './list-grants.js';
import { decodeMarker, encodeMarker, markerOf } from './marker.js';
import type { Verb } from './verb.js';

const GRANTS_PER_PAGE = 50;

/** The grants, of whatever keys, that a principal of the caller's account may retire. */
export const listRetirableGrants: Verb<'ListRetirableGrants'> = {
  readOnly: true,
  parameters: ({ retiringPrincipal, limit, marker }) => ({ retiringPrincipal, limit, marker }),
  async run({ gate, grants }, caller, { retiringPrincipal, limit, marker }) {
    const others = [...principalOf('retiringPrincipal', retiringPrincipal), rangeOf('limit', limit, 1, GRANTS_PER_PAGE_MAX), markerOf(marker)];
    const principal = assertPrincipal(required('retiringPrincipal', retiringPrincipal, ...others));
    gate.assertAllowedOn(caller, use('kms:ListRetirableGrants'), '*');
    gate.assertOwnPrincipal(caller, use('kms:ListRetirableGrants'), principal);
    const list = `retirable/${principal}`;
    const { items, next } = await grants.retirable(principal, decodeMarker(list, marker), limit ?? GRANTS_PER_PAGE);
    return { response: { grants: items.map(entryOf), truncated: next !== undefined, ...(next && { nextMarker: encodeMarker(list, next) }) }, keyArns: [] };
  },
};
