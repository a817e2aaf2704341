import { memberPlace, type Mistakes } from './mistakes.js';
import { readConditions } from './read-conditions.js';
import { readMembers } from './read-entries.js';
import { readActions, readResources } from './read-patterns.js';
import { readPrincipals } from './read-principals.js';
import type { PatternSet, Principals, Statement } from './statement.js';

/**
 * What a document hangs on: `identity` on a user, group, role or session, without Principal; `resource` on a bucket or a key; `trust` on a role, whose own
 * resource it is.
 */
export type PolicyUse = 'identity' | 'resource' | 'trust';

/** What the readers of a statement need to know of its document. */
export interface StatementReading {
  readonly kind: PolicyUse;
  readonly variables: boolean;
  readonly mistakes: Mistakes;
}

const KNOWN = ['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];
const identitySidForm = /^[A-Za-z0-9]*$/;
/** KMS and S3 take more: AWS's own default key policy has a Sid with spaces. */
const resourceSidForm = /^[\x20-\x7e]{0,256}$/;

type Members = ReadonlyMap<string, unknown>;

/** Reads one statement; undefined, with what is wrong noted, for what is none. */
export function readStatement(value: unknown, place: string, index: number, reading: StatementReading): Statement | undefined {
  const { mistakes, variables } = reading;
  const members = readMembers(value, place, mistakes);
  if (members === undefined) return undefined;
  for (const name of members.keys()) if (!KNOWN.includes(name)) mistakes.add(memberPlace(place, name), 'is not a known element');
  const sid = readSid(members, place, reading);
  const effect = readEffect(members, place, mistakes);
  const principals = readWhom(members, place, reading);
  const actions = readEither(members, place, 'Action', mistakes, (given, at, isNegated) => readActions(given, at, isNegated, mistakes));
  const resources = readWhat(members, place, reading);
  const conditions = readConditions(members.get('Condition'), `${place}.Condition`, { effect: effect ?? 'Deny', variables, mistakes });
  if (effect === undefined || actions === undefined) return undefined;
  return { index, ...(sid && { sid }), effect, ...(principals && { principals }), actions, ...(resources && { resources }), conditions };
}

function readSid(members: Members, place: string, { kind, mistakes }: StatementReading): string | undefined {
  const sid = members.get('Sid');
  if (sid === undefined) return undefined;
  const at = `${place}.Sid`;
  if (typeof sid !== 'string') return mistakes.add(at, 'must be text');
  if (kind === 'resource') return resourceSidForm.test(sid) ? sid : mistakes.add(at, 'must be at most 256 printable ASCII characters');
  return identitySidForm.test(sid) ? sid : mistakes.add(at, 'must be letters and digits');
}

function readEffect(members: Members, place: string, mistakes: Mistakes): Statement['effect'] | undefined {
  const effect = members.get('Effect');
  if (effect === 'Allow' || effect === 'Deny') return effect;
  return mistakes.add(`${place}.Effect`, effect === undefined ? 'is needed and not given' : 'must be Allow or Deny');
}

/** The element or its negation, of which a statement has one: `Action` or `NotAction`. */
function readEither<T>(members: Members, place: string, name: string, mistakes: Mistakes, read: (given: unknown, place: string, isNegated: boolean) => T): T | undefined {
  const negated = `Not${name}`;
  if (members.has(name) && members.has(negated)) return mistakes.add(place, `has both ${name} and ${negated}; keep one`);
  if (members.has(name)) return read(members.get(name), `${place}.${name}`, false);
  if (members.has(negated)) return read(members.get(negated), `${place}.${negated}`, true);
  return mistakes.add(`${place}.${name}`, 'is needed and not given');
}

/** Notes an element, or its negation, in a kind of policy that has none. */
function refuseEither(members: Members, place: string, name: string, mistakes: Mistakes, what: string): undefined {
  for (const given of [name, `Not${name}`]) if (members.has(given)) mistakes.add(`${place}.${given}`, what);
  return undefined;
}

function readWhom(members: Members, place: string, { kind, mistakes }: StatementReading): Principals | undefined {
  if (kind === 'identity') return refuseEither(members, place, 'Principal', mistakes, 'is not taken: the policy is about whom it hangs on');
  return readEither(members, place, 'Principal', mistakes, (given, at, isNegated) => readPrincipals(given, at, isNegated, mistakes));
}

function readWhat(members: Members, place: string, { kind, variables, mistakes }: StatementReading): PatternSet | undefined {
  if (kind === 'trust') return refuseEither(members, place, 'Resource', mistakes, 'is not taken: a trust policy is about its role');
  return readEither(members, place, 'Resource', mistakes, (given, at, isNegated) => readResources(given, at, isNegated, variables, mistakes));
}
