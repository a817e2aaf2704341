import { join } from 'node:path';
import { decide, firstOf, globalConditionKeys, parsePolicy, type Decision, type Standing } from '../src/index.js';
import { vectors } from '@coffer/testing';
import { ACCOUNT, callers, PROVIDER_ARN } from './callers.js';

type Statements = readonly object[];

interface DecisionVector {
  why: string;
  caller: string;
  identity?: Statements;
  boundary?: Statements;
  session?: Statements;
  bucket?: Statements;
  trust?: Statements;
  delegation?: 'by resource policy';
  action?: string;
  resource?: string;
  account?: string;
  context?: Record<string, string>;
  grant?: true;
  asked?: false;
  decision: string;
}

const policyOf = (name: string, statements: Statements, kind: 'identity' | 'resource' | 'trust' = 'identity') =>
  parsePolicy({ Version: '2012-10-17', Statement: statements }, { name, kind });

/** Session policies may be none at all, which no document can say. */
const policiesOf = (name: string, statements: Statements) => (statements.length === 0 ? [] : [policyOf(name, statements)]);

function standingOf({ caller, identity, boundary, session }: DecisionVector): Standing {
  return {
    isRoot: caller === 'root',
    identity: policiesOf('identity', identity ?? []),
    ...(boundary && { boundary: policyOf('boundary', boundary) }),
    ...(session && { session: policiesOf('session', session) }),
    tags: new Map(),
  };
}

/** A decision in the words of the vectors. */
function told(decision: Decision): string {
  if (decision.by === 'absence') return `none: ${decision.missing}`;
  const verdict = decision.allowed ? 'allow' : 'deny';
  return decision.by === 'statement' ? `${verdict}: ${decision.statement.policy} ${decision.statement.index}` : `${verdict}: ${decision.by}`;
}

describe('decide', () => {
  it.each(vectors<DecisionVector>(join(import.meta.dirname, '../vectors/decisions.json')))('$why', (vector) => {
    const caller = callers.get(vector.caller)!;
    const standing = standingOf(vector);
    const values = new Map(Object.entries(vector.context ?? {}).map(([key, value]) => [key.toLowerCase(), value]));
    let asked = 0;
    const grant = () => {
      asked += 1;
      return vector.grant && 'grant-1';
    };
    const decision = decide({
      caller,
      standing,
      federated: vector.caller === 'web' ? PROVIDER_ARN : undefined,
      action: vector.action ?? 's3:GetObject',
      resource: vector.resource ?? 'arn:aws:s3:::notes/alice/a.txt',
      resourceAccount: vector.account ?? ACCOUNT,
      resourcePolicy: vector.bucket ? policyOf('resource', vector.bucket, 'resource') : vector.trust && policyOf('resource', vector.trust, 'trust'),
      delegation: vector.delegation ?? 'implied',
      grant,
      context: firstOf((name) => values.get(name), globalConditionKeys(caller, standing, new Date('2026-01-01T00:30:00Z'))),
    });
    expect(told(decision)).toBe(vector.decision);
    if (vector.asked === false) expect(asked).toBe(0);
    if (decision.by === 'grant') expect(decision).toEqual({ allowed: true, by: 'grant', grant: 'grant-1' });
  });

  it.each([
    ['identity-based policy', { identity: [policyOf('p', [{ Sid: 'Here', Effect: 'Allow', Action: '*', Resource: '*' }])] }, undefined],
    ['resource-based policy', {}, policyOf('p', [{ Sid: 'Here', Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }], 'resource')],
  ] as const)('names the kind, the policy, the Sid and the place of a statement of an %s', (kind, more, resourcePolicy) => {
    const decision = decide({
      caller: callers.get('alice')!,
      standing: { isRoot: false, identity: [], tags: new Map(), ...more },
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::notes/a',
      resourceAccount: ACCOUNT,
      resourcePolicy,
      delegation: 'implied',
      context: () => undefined,
    });
    expect(decision).toEqual({ allowed: true, by: 'statement', statement: { kind, policy: 'p', sid: 'Here', index: 0 } });
  });
});
