/**
 * Text of a policy that may hold variables and wildcards.
 *
 *     arn:aws:s3:::notes/${aws:username}/*.txt        a variable and a star
 *     ${aws:PrincipalTag/team, 'none'}                a variable with a default
 *     ${*} ${?} ${$}                                  the characters themselves
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
import type { ConditionContext } from '../evaluation/condition-context.js';
import type { Segment } from './wildcard.js';

export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'star' }
  | { readonly kind: 'one' }
  | { readonly kind: 'variable'; /** In lower case. */ readonly name: string; readonly fallback?: string };

/** What is special in a text: wildcards in patterns, variables in policies of a version that has them. */
export interface TemplateOptions {
  readonly wildcards: boolean;
  readonly variables: boolean;
}

/** A text that is not well-formed; the message completes `Statement[0].Resource: `. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}

const nameForm = /^[^\s,'{}$*?][^,'{}$*?]*$/;
const defaultForm = /^'((?:[^']|'')*)'$/;
const ESCAPED = ['*', '?', '$'];

/** Cuts a text into its parts. Throws a TemplateError for a `${` that begins no variable. */
export function parseTemplate(text: string, options: TemplateOptions): readonly Part[] {
  const parts: Part[] = [];
  let at = 0;
  let literal = '';
  const push = (part: Part): void => {
    if (literal !== '') parts.push({ kind: 'text', text: literal });
    literal = '';
    parts.push(part);
  };
  while (at < text.length) {
    const character = text.charAt(at);
    if (options.variables && character === '$' && text.charAt(at + 1) === '{') {
      const { part, end } = readVariable(text, at);
      at = end;
      if (part.kind === 'text') literal += part.text;
      else push(part);
      continue;
    }
    if (options.wildcards && character === '*') push({ kind: 'star' });
    else if (options.wildcards && character === '?') push({ kind: 'one' });
    else literal += character;
    at += 1;
  }
  if (literal !== '' || parts.length === 0) parts.push({ kind: 'text', text: literal });
  return parts;
}

function readVariable(text: string, at: number): { readonly part: Part; readonly end: number } {
  const close = closingBrace(text, at + 2);
  if (close < 0) throw new TemplateError('has a ${ without its }');
  const inside = text.slice(at + 2, close);
  const end = close + 1;
  if (ESCAPED.includes(inside)) return { part: { kind: 'text', text: inside }, end };
  const comma = inside.indexOf(',');
  const name = (comma < 0 ? inside : inside.slice(0, comma)).trim().toLowerCase();
  const [, fallback] = defaultForm.exec(inside.slice(comma + 1).trim()) ?? [];
  if (!nameForm.test(name) || (comma >= 0 && fallback === undefined)) {
    throw new TemplateError("has a ${...} that is neither ${name}, ${name, 'default'}, ${*}, ${?} nor ${$}");
  }
  return { part: comma < 0 || fallback === undefined ? { kind: 'variable', name } : { kind: 'variable', name, fallback: fallback.replaceAll("''", "'") }, end };
}

/** A brace inside of a quoted default closes nothing. */
function closingBrace(text: string, from: number): number {
  let quoted = false;
  for (let at = from; at < text.length; at += 1) {
    if (text.charAt(at) === "'") quoted = !quoted;
    else if (text.charAt(at) === '}' && !quoted) return at;
  }
  return -1;
}

/** Whether the text is the same for every request. */
export function isFixed(parts: readonly Part[]): boolean {
  return parts.every((part) => part.kind !== 'variable');
}

/**
 * The value that stands for a variable in one request: its key's, else its default, else none. A key of several values stands for none of them.
 */
function valueOf(part: Extract<Part, { kind: 'variable' }>, context: ConditionContext): string | undefined {
  const value = context(part.name);
  return typeof value === 'string' ? value : part.fallback;
}

/** The text with its variables filled in; undefined when one of them has no value. Wildcards must have been read as text. */
export function textOf(parts: readonly Part[], context: ConditionContext): string | undefined {
  let text = '';
  for (const part of parts) {
    const piece = part.kind === 'text' ? part.text : part.kind === 'variable' ? valueOf(part, context) : '';
    if (piece === undefined) return undefined;
    text += piece;
  }
  return text;
}

/** The pattern with its variables filled in as plain text: a star in a value is a star. Undefined when one of them has no value. */
export function segmentsOf(parts: readonly Part[], context: ConditionContext): readonly Segment[] | undefined {
  const segments: Segment[] = [];
  let text = '';
  let ones: number[] = [];
  const close = (isLast: boolean): void => {
    // Stars side by side say no more than one: nothing stands between them.
    if (text !== '' || segments.length === 0 || isLast) segments.push(segment(text, ones));
    text = '';
    ones = [];
  };
  for (const part of parts) {
    if (part.kind === 'star') close(false);
    else if (part.kind === 'one') {
      ones.push(text.length);
      text += '?';
    } else {
      const piece = part.kind === 'text' ? part.text : valueOf(part, context);
      if (piece === undefined) return undefined;
      text += piece;
    }
  }
  close(true);
  return segments;
}

function segment(text: string, ones: readonly number[]): Segment {
  if (ones.length === 0) return { text };
  const anyOne = new Array<boolean>(text.length).fill(false);
  for (const at of ones) anyOne[at] = true;
  return { text, anyOne };
}
