import fc from 'fast-check';
import { decide, parsePolicy, type Decision, type Policy, type Standing } from '../src/index.js';
import { ACCOUNT, callers, OTHER_ACCOUNT } from './callers.js';
import { naiveDecide, type NaiveRequest, type RawDocument, type Verdict } from './naive-evaluator.js';
import { actions, context, identityDocument, limitDocument, naiveCallers, resourceDocument, resources } from './random-policies.js';

const RUNS = 12_000;
const optional = <T>(value: fc.Arbitrary<T>, weight: number) => fc.oneof({ weight, arbitrary: value }, { weight: 1, arbitrary: fc.constant(undefined) });
const seldom = <T>(value: fc.Arbitrary<T>) => fc.oneof({ weight: 1, arbitrary: value }, { weight: 3, arbitrary: fc.constant(undefined) });

const request = fc.record({
  caller: fc.constantFrom(...naiveCallers.keys()),
  identity: fc.array(identityDocument, { minLength: 1, maxLength: 3 }),
  boundary: seldom(limitDocument),
  session: seldom(fc.array(limitDocument, { maxLength: 2 })),
  resourcePolicy: optional(resourceDocument, 2),
  isGranted: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  needsResourcePolicy: fc.boolean(),
  account: fc.oneof({ weight: 4, arbitrary: fc.constant(ACCOUNT) }, { weight: 1, arbitrary: fc.constant(OTHER_ACCOUNT) }),
  action: fc.constantFrom(...actions),
  resource: fc.constantFrom(...resources),
  context,
});

const identityPolicy = (document: RawDocument) => parsePolicy(JSON.stringify(document), { name: 'identity', kind: 'identity' });
const resourcePolicy = (document: RawDocument) => parsePolicy(JSON.stringify(document), { name: 'resource', kind: 'resource' });

function verdictOf(decision: Decision): Verdict {
  if (decision.allowed) return 'allowed';
  return decision.by === 'statement' ? 'denied' : 'not allowed';
}

type Drawn = Omit<NaiveRequest, 'caller'> & { readonly caller: string };

function ourDecision(drawn: Drawn): Decision {
  const { caller, boundary, session } = drawn;
  const standing: Standing = {
    isRoot: caller === 'root',
    identity: ownPolicies(drawn).map(identityPolicy),
    ...(boundary && { boundary: identityPolicy(boundary) }),
    ...(session && { session: session.map(identityPolicy) }),
    tags: new Map(),
  };
  return decide({
    caller: callers.get(caller)!,
    standing,
    action: drawn.action,
    resource: drawn.resource,
    resourceAccount: drawn.account,
    resourcePolicy: drawn.resourcePolicy && resourcePolicy(drawn.resourcePolicy),
    delegation: drawn.needsResourcePolicy ? 'by resource policy' : 'implied',
    grant: () => (drawn.isGranted ? 'grant-1' : undefined),
    context: (name) => drawn.context.get(name),
  });
}

/** Whoever did not sign and services have no policies. */
const ownPolicies = ({ caller, identity }: Drawn) => (caller === 'anonymous' || caller === 'service' ? [] : identity);

describe('two evaluators', () => {
  it('agree on random documents and requests, which are allowed, denied and neither often enough', () => {
    const counts: Record<Verdict, number> = { allowed: 0, denied: 0, 'not allowed': 0 };
    fc.assert(
      fc.property(request, (drawn) => {
        const limits = ownPolicies(drawn).length === 0 ? { boundary: undefined, session: undefined } : {};
        const asked = { ...drawn, ...limits };
        const expected = naiveDecide({ ...asked, caller: naiveCallers.get(drawn.caller)!, identity: ownPolicies(drawn) });
        counts[expected] += 1;
        expect(verdictOf(ourDecision(asked))).toBe(expected);
      }),
      { numRuns: RUNS },
    );
    for (const count of Object.values(counts)) expect(count / RUNS).toBeGreaterThan(0.1);
  }, 240_000);
});

/** A policy's statements as a document again, from what was read of it and not from its text. */
function printed(policy: Policy): string {
  const either = (name: string, isNegated: boolean, value: unknown) => ({ [isNegated ? `Not${name}` : name]: value });
  const statements = policy.statements.map(({ sid, effect, principals, actions: about, resources: on, conditions }) => ({
    ...(sid !== undefined && { Sid: sid }),
    Effect: effect,
    ...(principals &&
      either('Principal', principals.isNegated, {
        ...((principals.everyone || principals.accounts.size + principals.arns.size > 0) && { AWS: [...(principals.everyone ? ['*'] : []), ...principals.accounts, ...principals.arns] }),
        ...(principals.services.size > 0 && { Service: [...principals.services] }),
        ...(principals.federated.size > 0 && { Federated: [...principals.federated] }),
      })),
    ...either('Action', about.isNegated, about.patterns.map(({ text }) => text)),
    ...(on && either('Resource', on.isNegated, on.patterns.map(({ text }) => text))),
    Condition: conditions.reduce<Record<string, Record<string, readonly string[]>>>(
      (all, { operator, key, values }) => ({ ...all, [operator]: { ...all[operator], [key]: values } }),
      {},
    ),
  }));
  return JSON.stringify({ Version: policy.version, ...(policy.id !== undefined && { Id: policy.id }), Statement: statements });
}

describe('a policy that was read', () => {
  it('says the same when it is printed and read again', () => {
    fc.assert(
      fc.property(resourceDocument, (document) => {
        const once = printed(resourcePolicy(document));
        expect(printed(parsePolicy(once, { name: 'again', kind: 'resource' }))).toBe(once);
      }),
    );
  });

  it('decides the same when it is printed and read again', () => {
    fc.assert(
      fc.property(request, (drawn) => {
        const again = (document: RawDocument) => JSON.parse(printed(identityPolicy(document))) as RawDocument;
        const asked = { ...drawn, resourcePolicy: drawn.resourcePolicy && (JSON.parse(printed(resourcePolicy(drawn.resourcePolicy))) as RawDocument) };
        expect(ourDecision({ ...asked, identity: drawn.identity.map(again) })).toEqual(ourDecision(drawn));
      }),
      { numRuns: 500 },
    );
  });
});
