import type { ConditionContext } from '../evaluation/condition-context.js';
import { isFixed, parseTemplate, segmentsOf, type Part, type TemplateOptions } from './template.js';
import { matchesSegments, type Segment } from './wildcard.js';

/** Whether a text is as a pattern says; undefined: a variable of the pattern has no value in this request, so that it says nothing. */
export type PatternTest = (text: string, context: ConditionContext) => boolean | undefined;

/** A pattern as its author wrote it, and its test. */
export interface Pattern {
  readonly text: string;
  readonly matches: PatternTest;
}

const noContext: ConditionContext = () => undefined;

/** Reads a pattern and prepares its test: most are a plain text, or one with a star at its end. Throws a TemplateError. */
export function compilePattern(text: string, options: TemplateOptions): Pattern {
  const parts = parseTemplate(text, options);
  return { text, matches: isFixed(parts) ? fixedTest(segmentsOf(parts, noContext) ?? []) : variableTest(parts) };
}

function fixedTest(segments: readonly Segment[]): PatternTest {
  const [first, second] = segments;
  if (first === undefined || segments.some(({ anyOne }) => anyOne !== undefined)) return (text) => matchesSegments(segments, text);
  const start = first.text;
  if (second === undefined) return (text) => text === start;
  if (segments.length > 2 || second.text !== '') return (text) => matchesSegments(segments, text);
  return start === '' ? () => true : (text) => text.startsWith(start);
}

/** Filled in anew for each text, and unknown without a value even where the text begins otherwise: a negated element must not open by what it cannot say. */
function variableTest(parts: readonly Part[]): PatternTest {
  return (text, context) => {
    const segments = segmentsOf(parts, context);
    return segments === undefined ? undefined : matchesSegments(segments, text);
  };
}
