import { join } from 'node:path';
import { vectors } from '@coffer/testing';
import type { ConditionValue } from '../evaluation/condition-context.js';
import { parsePolicy } from '../policy/parse-policy.js';
import { operators } from './operators.js';

interface ConditionVector {
  why: string;
  condition: Record<string, Record<string, unknown>>;
  context: Record<string, ConditionValue>;
  holds: boolean;
  effect?: 'Allow' | 'Deny';
  version?: string;
}

const rows = vectors<ConditionVector>(join(import.meta.dirname, '../../vectors/conditions.json'));

describe('a condition', () => {
  it.each(rows)('$why', ({ condition, context, holds, effect = 'Allow', version = '2012-10-17' }) => {
    const document = { Version: version, Statement: { Effect: effect, Action: '*', Resource: '*', Condition: condition } };
    const { conditions } = parsePolicy(document, { name: 'vector', kind: 'identity' }).statements[0]!;
    const values = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
    expect(conditions.every((each) => each.holds((name) => values.get(name)))).toBe(holds);
  });

  const bases = new Set(rows.flatMap(({ condition }) => Object.keys(condition).map((name) => name.replace(/^.*:/, '').replace(/IfExists$/, ''))));

  it.each([...operators.keys(), 'Null'])('%s has vectors', (name) => {
    expect(bases).toContain(name);
  });

  it('has every operator of the reference', () => {
    const names = 'Equals NotEquals LessThan LessThanEquals GreaterThan GreaterThanEquals'.split(' ');
    const strings = 'Equals NotEquals EqualsIgnoreCase NotEqualsIgnoreCase Like NotLike'.split(' ').map((name) => `String${name}`);
    const others = ['Bool', 'BinaryEquals', 'IpAddress', 'NotIpAddress', 'ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike'];
    const expected = [...strings, ...names.map((name) => `Numeric${name}`), ...names.map((name) => `Date${name}`), ...others];
    expect([...operators.keys()].sort()).toEqual(expected.sort());
  });
});
