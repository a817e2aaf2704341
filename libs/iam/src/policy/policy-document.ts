import { checkMembers } from './json-members.js';
import { Mistakes } from './mistakes.js';
import { PolicyError } from './policy-error.js';
import { POLICY_LENGTH_MAX } from './policy-limits.js';

/** A document as text and as the value that the text says. */
export interface PolicyDocument {
  readonly text: string;
  readonly value: unknown;
}

/** How long a document may be, in bytes of UTF-8. */
export interface LengthLimit {
  readonly lengthMax: number;
  /** Whether white space counts, inside of quotes or not: in IAM it does not. */
  readonly countsSpace: boolean;
}

/**
 * A document of JSON text, or of a value that a YAML or JSON parser made, which is written as JSON first so that both are read alike. Throws a PolicyError for
 * what is too long, no JSON, nested too deeply, or has a member twice.
 */
export function readDocument(given: string | object, limit: LengthLimit): PolicyDocument {
  const text = typeof given === 'string' ? given : writtenText(given);
  checkLength(text, limit);
  if (!text.isWellFormed()) throw refused('has characters that are not Unicode text');
  const value = parsed(text);
  const mistakes = new Mistakes();
  checkMembers(text, mistakes);
  if (mistakes.found.length > 0) throw new PolicyError(mistakes.found);
  return { text, value };
}

function refused(what: string): PolicyError {
  return new PolicyError([{ place: '', what }]);
}

function writtenText(given: object): string {
  try {
    return JSON.stringify(given);
  } catch {
    throw refused('cannot be written as JSON');
  }
}

function checkLength(text: string, { lengthMax, countsSpace }: LengthLimit): void {
  const told = Math.min(lengthMax, POLICY_LENGTH_MAX);
  const tooLong = refused(`is longer than ${told} bytes`);
  const length = Buffer.byteLength(text);
  if (length > POLICY_LENGTH_MAX) throw tooLong;
  const counted = countsSpace || length <= lengthMax ? length : Buffer.byteLength(text.replace(/\s+/g, ''));
  if (counted > lengthMax) throw tooLong;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw refused('is not well-formed JSON');
  }
}
