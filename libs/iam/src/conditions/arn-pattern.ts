import { parseTemplate, segmentsOf, isFixed, type Part, type TemplateOptions } from '../patterns/template.js';
import { matchesSegments, type Segment } from '../patterns/wildcard.js';
import type { PatternTest } from '../patterns/pattern.js';

const ARN_PARTS = 6;
const COLON = ':';

/**
 * The pattern of ArnEquals and ArnLike: the six parts of an ARN are matched each by itself, so that a star never reaches over a colon; in the
 * last part colons are text. A lone `*` is any ARN. Returns undefined for a pattern of fewer parts.
 */
export function compileArnPattern(text: string, options: TemplateOptions): PatternTest | undefined {
  if (text === '*') return (value) => splitArn(value) !== undefined;
  const parts = splitParts(parseTemplate(text, { ...options, wildcards: true }));
  if (parts === undefined) return undefined;
  if (parts.every(isFixed)) {
    const fixed = parts.map((part) => segmentsOf(part, () => undefined) ?? []);
    return (value) => matchesParts(fixed, value);
  }
  return (value, context) => {
    const filled = parts.map((part) => segmentsOf(part, context));
    return filled.includes(undefined) ? undefined : matchesParts(filled as readonly (readonly Segment[])[], value);
  };
}

function matchesParts(wanted: readonly (readonly Segment[])[], value: string): boolean {
  const given = splitArn(value);
  return given?.every((part, index) => matchesSegments(wanted[index] ?? [], part)) === true;
}

/** The six parts of an ARN; undefined for what is none. */
function splitArn(text: string): readonly string[] | undefined {
  const parts = text.split(COLON);
  if (parts.length < ARN_PARTS || parts[0] !== 'arn') return undefined;
  return [...parts.slice(0, ARN_PARTS - 1), parts.slice(ARN_PARTS - 1).join(COLON)];
}

/** Cuts a template at the first five colons that its author wrote; those inside of variables' names and values are none of them. */
function splitParts(template: readonly Part[]): readonly (readonly Part[])[] | undefined {
  const parts: Part[][] = [[]];
  for (const part of template) {
    const current = parts[parts.length - 1];
    if (part.kind !== 'text' || parts.length === ARN_PARTS) {
      current?.push(part);
      continue;
    }
    const pieces = part.text.split(COLON);
    const room = ARN_PARTS - parts.length;
    const cut = pieces.length - 1 <= room ? pieces : [...pieces.slice(0, room), pieces.slice(room).join(COLON)];
    for (const [index, piece] of cut.entries()) {
      if (index > 0) parts.push([]);
      if (piece !== '') parts[parts.length - 1]?.push({ kind: 'text', text: piece });
    }
  }
  return parts.length === ARN_PARTS ? parts : undefined;
}
