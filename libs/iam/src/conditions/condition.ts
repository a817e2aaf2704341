import type { ConditionContext, ConditionValue } from '../evaluation/condition-context.js';
import type { PatternTest } from '../patterns/pattern.js';
import { OperandError, operators, type Operator } from './operators.js';

/** One key of one operator in a statement's Condition, ready to be asked. */
export interface Condition {
  /** As written: `ForAnyValue:StringLikeIfExists`. */
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
  readonly holds: (context: ConditionContext) => boolean;
}

/** An operator's name taken apart. */
export interface OperatorName {
  readonly base: string;
  readonly quantifier: 'ForAllValues' | 'ForAnyValue' | undefined;
  readonly ifExists: boolean;
}

const operatorForm = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/;

/** Takes the name of an operator apart; undefined when there is no such operator. `Null` takes neither prefix nor suffix. */
export function parseOperatorName(text: string): OperatorName | undefined {
  if (text === 'Null') return { base: text, quantifier: undefined, ifExists: false };
  const [, quantifier, base, ifExists] = operatorForm.exec(text) ?? [];
  if (base === undefined || !operators.has(base)) return undefined;
  return { base, quantifier: quantifier as OperatorName['quantifier'], ifExists: ifExists !== undefined };
}

/** What a condition is made of. */
export interface ConditionSource {
  readonly operator: string;
  readonly name: OperatorName;
  readonly key: string;
  readonly values: readonly string[];
  readonly effect: 'Allow' | 'Deny';
  /** Whether `${...}` is a variable. */
  readonly variables: boolean;
  /** Told about each value that the operator cannot take, by its place in `values`. */
  readonly refuse: (index: number, what: string) => void;
}

/** Prepares a condition. Values that are refused make it hold never; whoever refuses takes the whole policy for refused. */
export function compileCondition(source: ConditionSource): Condition {
  const { operator, key, values, name } = source;
  const asked = key.toLowerCase();
  const made = (holds: Condition['holds']): Condition => ({ operator, key, values, holds });
  if (name.base === 'Null') return made(nullTest(asked, compileNull(source)));
  const { isNegated, compile } = operators.get(name.base) as Operator;
  const tests = values.flatMap((value, index) => compileValue(source, compile, value, index));
  const fits = isNegated ? noneFits(tests, source.effect === 'Deny') : someFits(tests);
  return made(quantified(asked, name, isNegated, fits));
}

function compileValue(source: ConditionSource, compile: Operator['compile'], value: string, index: number): readonly PatternTest[] {
  try {
    return [compile(value, source.variables)];
  } catch (error) {
    source.refuse(index, (error as Error).message);
    return [];
  }
}

type ValueTest = (value: string, context: ConditionContext) => boolean;

function someFits(tests: readonly PatternTest[]): ValueTest {
  const [first] = tests;
  if (first !== undefined && tests.length === 1) return (value, context) => first(value, context) === true;
  return (value, context) => tests.some((test) => test(value, context) === true);
}

/**
 * Of a negated operator. A variable without a value says nothing of what is not its equal: then a Deny holds and an Allow does not, so that a
 * missing tag never opens anything.
 */
function noneFits(tests: readonly PatternTest[], whenUnknown: boolean): ValueTest {
  return (value, context) => {
    const results = tests.map((test) => test(value, context));
    if (results.includes(true)) return false;
    return results.includes(undefined) ? whenUnknown : true;
  };
}

/** What holds when the request has no such key: what is not there equals nothing, and ForAnyValue wants one that is there. */
function whenAbsent(name: OperatorName, isNegated: boolean): boolean {
  if (name.quantifier !== undefined) return name.quantifier === 'ForAllValues';
  return name.ifExists || isNegated;
}

function quantified(key: string, name: OperatorName, isNegated: boolean, fits: ValueTest): Condition['holds'] {
  const absent = whenAbsent(name, isNegated);
  const needsAll = name.quantifier === undefined ? isNegated : name.quantifier === 'ForAllValues';
  return (context) => {
    const given = context(key);
    if (given === undefined) return absent;
    if (typeof given === 'string') return fits(given, context);
    return needsAll ? given.every((value) => fits(value, context)) : given.some((value) => fits(value, context));
  };
}

function compileNull({ values, refuse }: ConditionSource): readonly boolean[] {
  return values.map((value, index) => {
    const wanted = value.toLowerCase();
    if (wanted !== 'true' && wanted !== 'false') refuse(index, new OperandError('must be true or false').message);
    return wanted === 'true';
  });
}

function nullTest(key: string, wanted: readonly boolean[]): Condition['holds'] {
  return (context) => wanted.includes(isNull(context(key)));
}

function isNull(value: ConditionValue): boolean {
  return value === undefined || (typeof value !== 'string' && value.length === 0);
}
