/**
 * The condition operators of the policy language, each as the test of one value of a request against one value of a policy.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
import { compilePattern, type PatternTest } from '../patterns/pattern.js';
import { parseTemplate, textOf } from '../patterns/template.js';
import { compileArnPattern } from './arn-pattern.js';
import { dateValue } from './date-value.js';
import { isInRange, parseIpAddress, parseIpRange } from './ip-range.js';

/** Prepares the test for one value of a policy. Throws an OperandError, or a TemplateError, for a value that the operator cannot take. */
type Compile = (operand: string, variables: boolean) => PatternTest;

export interface Operator {
  readonly compile: Compile;
  /** Holds when no value of the policy matches. */
  readonly isNegated: boolean;
}

/** A value that the operator cannot take; the message completes `...StringEquals["s3:prefix"]: `. */
export class OperandError extends Error {
  override readonly name = 'OperandError';
}

function equalTo(fold: (text: string) => string): Compile {
  return (operand, variables) => {
    const parts = parseTemplate(operand, { wildcards: false, variables });
    const [only] = parts;
    if (parts.length === 1 && only?.kind === 'text') {
      const wanted = fold(only.text);
      return (value) => fold(value) === wanted;
    }
    return (value, context) => {
      const wanted = textOf(parts, context);
      return wanted === undefined ? undefined : fold(value) === fold(wanted);
    };
  };
}

const same = equalTo((text) => text);
const sameIgnoringCase = equalTo((text) => text.toLowerCase());
const like: Compile = (operand, variables) => compilePattern(operand, { wildcards: true, variables }).matches;

const arn: Compile = (operand, variables) => {
  const test = compileArnPattern(operand, { wildcards: true, variables });
  if (test === undefined) throw new OperandError('must be an ARN with all of its six parts, or *');
  return test;
};

const numberForm = /^[+-]?\d{1,18}(?:\.\d{1,18})?$/;

function numberValue(text: string): number | undefined {
  return numberForm.test(text) ? Number(text) : undefined;
}

/** A comparison of what both texts stand for. A value of a request that stands for nothing compares as false. */
function compared(parse: (text: string) => number | undefined, what: string, holds: (given: number, wanted: number) => boolean): Compile {
  return (operand) => {
    const wanted = parse(operand);
    if (wanted === undefined) throw new OperandError(`must be ${what}`);
    return (value) => {
      const given = parse(value);
      return given !== undefined && holds(given, wanted);
    };
  };
}

type Comparison = readonly [suffix: string, holds: (given: number, wanted: number) => boolean, isNegated: boolean];

const comparisons: readonly Comparison[] = [
  ['Equals', (given, wanted) => given === wanted, false],
  ['NotEquals', (given, wanted) => given === wanted, true],
  ['LessThan', (given, wanted) => given < wanted, false],
  ['LessThanEquals', (given, wanted) => given <= wanted, false],
  ['GreaterThan', (given, wanted) => given > wanted, false],
  ['GreaterThanEquals', (given, wanted) => given >= wanted, false],
];

function comparing(prefix: string, parse: (text: string) => number | undefined, what: string): readonly (readonly [string, Operator])[] {
  return comparisons.map(([suffix, holds, isNegated]) => [`${prefix}${suffix}`, { compile: compared(parse, what, holds), isNegated }]);
}

const bool: Compile = (operand, variables) => {
  if (variables && operand.includes('${')) return sameIgnoringCase(operand, variables);
  const wanted = operand.toLowerCase();
  if (wanted !== 'true' && wanted !== 'false') throw new OperandError('must be true or false');
  return (value) => value.toLowerCase() === wanted;
};

const base64Form = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const binary: Compile = (operand) => {
  if (!base64Form.test(operand)) throw new OperandError('must be base64');
  const wanted = Buffer.from(operand, 'base64');
  return (value) => base64Form.test(value) && wanted.equals(Buffer.from(value, 'base64'));
};

const ipAddress: Compile = (operand) => {
  const range = parseIpRange(operand);
  if (range === undefined) throw new OperandError('must be an IP address or a CIDR block');
  return (value) => {
    const address = parseIpAddress(value);
    return address !== undefined && isInRange(range, address);
  };
};

const plain = (compile: Compile): Operator => ({ compile, isNegated: false });
const negated = (compile: Compile): Operator => ({ compile, isNegated: true });

/** By name, as written: operators' names have case. `Null` stands apart, since it looks at no value. */
export const operators: ReadonlyMap<string, Operator> = new Map([
  ['StringEquals', plain(same)],
  ['StringNotEquals', negated(same)],
  ['StringEqualsIgnoreCase', plain(sameIgnoringCase)],
  ['StringNotEqualsIgnoreCase', negated(sameIgnoringCase)],
  ['StringLike', plain(like)],
  ['StringNotLike', negated(like)],
  ...comparing('Numeric', numberValue, 'a number'),
  ...comparing('Date', dateValue, 'a date in ISO 8601 or in seconds of the epoch'),
  ['Bool', plain(bool)],
  ['BinaryEquals', plain(binary)],
  ['IpAddress', plain(ipAddress)],
  ['NotIpAddress', negated(ipAddress)],
  ['ArnEquals', plain(arn)],
  ['ArnLike', plain(arn)],
  ['ArnNotEquals', negated(arn)],
  ['ArnNotLike', negated(arn)],
]);
