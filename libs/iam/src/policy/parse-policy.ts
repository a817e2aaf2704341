/**
 * The policy language of AWS: a JSON document of statements.
 *
 *     { "Version": "2012-10-17",
 *       "Statement": [{ "Sid": "OwnPrefix", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::notes/${aws:username}/*",
 *                       "Condition": { "Bool": { "aws:SecureTransport": "true" } } }] }
 *
 * Strict: what is not known is refused with its place, because a policy that says other than its author meant gives away or locks out. Every mistake is
 * told at once.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
import { Mistakes, memberPlace } from './mistakes.js';
import { readDocument } from './policy-document.js';
import { PolicyError } from './policy-error.js';
import { POLICY_LENGTH_MAX, STATEMENTS_MAX } from './policy-limits.js';
import { Policy, type PolicyVersion } from './policy.js';
import { readMembers } from './read-entries.js';
import { readStatement, type PolicyUse, type StatementReading } from './read-statement.js';
import type { Statement } from './statement.js';

export interface PolicyOptions {
  /** How decisions name the policy. */
  readonly name: string;
  readonly kind: PolicyUse;
  /** Bytes of UTF-8; white space does not count in policies of identities and of trust. See `policyLengths`. */
  readonly lengthMax?: number;
}

const KNOWN = ['Version', 'Id', 'Statement'];

/** Reads a policy from JSON text, or from a value that a parser made. Throws a PolicyError with every mistake and its place. */
export function parsePolicy(given: string | object, options: PolicyOptions): Policy {
  const { name, kind, lengthMax = POLICY_LENGTH_MAX } = options;
  const { text, value } = readDocument(given, { lengthMax, countsSpace: kind === 'resource' });
  const mistakes = new Mistakes();
  const members = readMembers(value, '', mistakes) ?? new Map<string, unknown>();
  for (const member of members.keys()) if (!KNOWN.includes(member)) mistakes.add(memberPlace('', member), 'is not a known element');
  const version = readVersion(members.get('Version'), mistakes);
  const id = readId(members.get('Id'), mistakes);
  const statements = readStatements(members.get('Statement'), { kind, variables: version === '2012-10-17', mistakes });
  if (mistakes.found.length > 0) throw new PolicyError(mistakes.found);
  return new Policy({ name, text, version, ...(id !== undefined && { id }), statements });
}

function readVersion(value: unknown, mistakes: Mistakes): PolicyVersion {
  if (value === '2012-10-17') return value;
  // A document without a version is of the language before variables.
  if (value !== undefined && value !== '2008-10-17') mistakes.add('Version', 'must be 2012-10-17 or 2008-10-17');
  return '2008-10-17';
}

function readId(value: unknown, mistakes: Mistakes): string | undefined {
  if (value === undefined || (typeof value === 'string' && value.isWellFormed())) return value;
  return mistakes.add('Id', 'must be text');
}

/** One statement may stand without its list. */
function readStatements(value: unknown, reading: StatementReading): readonly Statement[] {
  const { mistakes } = reading;
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  const wrong = value === undefined ? 'is needed and not given' : wrongCount(items.length);
  if (wrong !== undefined) {
    mistakes.add('Statement', wrong);
    return [];
  }
  const placeOf = (index: number): string => (Array.isArray(value) ? `Statement[${index}]` : 'Statement');
  const statements = items.flatMap((item, index) => readStatement(item, placeOf(index), index, reading) ?? []);
  refuseSidsTwice(statements, placeOf, mistakes);
  return statements;
}

function wrongCount(count: number): string | undefined {
  if (count === 0) return 'must not be empty';
  return count > STATEMENTS_MAX ? `has ${count} entries; at most ${STATEMENTS_MAX} are taken` : undefined;
}

function refuseSidsTwice(statements: readonly Statement[], placeOf: (index: number) => string, mistakes: Mistakes): void {
  const seen = new Set<string>();
  for (const { sid, index } of statements) {
    if (sid !== undefined && seen.has(sid)) mistakes.add(`${placeOf(index)}.Sid`, 'is given twice');
    if (sid !== undefined) seen.add(sid);
  }
}
