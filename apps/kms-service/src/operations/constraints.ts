import { KmsError } from '../errors/kms-error.js';

/** A member that is not within its limits, in AWS's words; undefined if all is well. */
export type Violation = string | undefined;

/** A quoted value is cut here: whoever sent it knows it, and the audit event repeats it. */
export const QUOTED_LENGTH_MAX = 4096;

/** Throws one ValidationException that tells every violation, as AWS words it. */
export function assertConstraints(...violations: readonly Violation[]): void {
  const found = violations.filter((violation) => violation !== undefined);
  if (found.length === 0) return;
  const count = `${String(found.length)} validation error${found.length === 1 ? '' : 's'} detected`;
  throw new KmsError('ValidationException', `${count}: ${found.join('; ')}`);
}

/** For members that must be there. */
export function present(member: string, value: unknown): Violation {
  return value === undefined ? `Value null at '${member}' failed to satisfy constraint: Member must not be null` : undefined;
}

export function lengthOf(member: string, value: string | undefined, least: number, most: number): Violation {
  if (value === undefined) return undefined;
  return sizeViolation(`Value '${quoted(value)}'`, member, value.length, least, most);
}

/** Like `lengthOf` for what must not be quoted. */
export function sizeOf(member: string, value: { readonly length: number } | undefined, least: number, most: number): Violation {
  return value === undefined ? undefined : sizeViolation('Value', member, value.length, least, most);
}

export function rangeOf(member: string, value: number | undefined, least: number, most: number): Violation {
  if (value === undefined || (value >= least && value <= most)) return undefined;
  const rule = value < least ? `greater than or equal to ${String(least)}` : `less than or equal to ${String(most)}`;
  return `Value '${String(value)}' at '${member}' failed to satisfy constraint: Member must have value ${rule}`;
}

export function patternOf(member: string, value: string | undefined, pattern: RegExp): Violation {
  if (value === undefined || pattern.test(value)) return undefined;
  return `Value '${quoted(value)}' at '${member}' failed to satisfy constraint: Member must satisfy regular expression pattern: ${pattern.source.replaceAll('\\/', '/')}`;
}

export function oneOf(member: string, value: string | undefined, values: readonly string[]): Violation {
  if (value === undefined || values.includes(value)) return undefined;
  return `Value '${quoted(value)}' at '${member}' failed to satisfy constraint: Member must satisfy enum value set: [${values.join(', ')}]`;
}

function sizeViolation(shown: string, member: string, size: number, least: number, most: number): Violation {
  if (size >= least && size <= most) return undefined;
  const rule = size < least ? `greater than or equal to ${String(least)}` : `less than or equal to ${String(most)}`;
  return `${shown} at '${member}' failed to satisfy constraint: Member must have length ${rule}`;
}

function quoted(value: string): string {
  return value.slice(0, QUOTED_LENGTH_MAX);
}

/** The value of a member that must be there; throws for it and `others` together if something is wrong. */
export function required<T>(member: string, value: T | undefined, ...others: readonly Violation[]): T {
  assertConstraints(present(member, value), ...others);
  return value as T;
}
