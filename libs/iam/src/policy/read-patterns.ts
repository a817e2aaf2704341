import { compilePattern, type Pattern } from '../patterns/pattern.js';
import { parseTemplate } from '../patterns/template.js';
import type { Mistakes } from './mistakes.js';
import { readEntries, type Entry } from './read-entries.js';
import type { PatternSet } from './statement.js';

const actionForm = /^(?:\*|\*:\*|[A-Za-z0-9-]+:[A-Za-z0-9*?_-]+)$/;
const arnForm = /^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$/s;
/** AWS completes an ARN that ends early in a star: `arn:aws:s3:*` has stars in all parts after. */
const shortArnForm = /^arn:(?:[^:]+:){1,4}[^:]*\*$/;
const ARN_COLONS_BEFORE_RESOURCE = 5;

/** Reads Action or NotAction. */
export function readActions(value: unknown, place: string, isNegated: boolean, mistakes: Mistakes): PatternSet {
  const patterns = readEntries(value, place, mistakes).flatMap((entry): readonly Pattern[] => {
    if (!actionForm.test(entry.text)) return noPattern(mistakes, entry, 'must be * or a service and an action, such as s3:GetObject');
    // AWS knows no case in actions: both sides are compared in lower case.
    const { matches } = compilePattern(entry.text.toLowerCase(), { wildcards: true, variables: false });
    return [{ text: entry.text, matches }];
  });
  return { isNegated, patterns };
}

/** Reads Resource or NotResource: ARNs, or `*`. */
export function readResources(value: unknown, place: string, isNegated: boolean, variables: boolean, mistakes: Mistakes): PatternSet {
  const patterns = readEntries(value, place, mistakes).flatMap((entry) => readResource(entry, variables, mistakes));
  return { isNegated, patterns };
}

function readResource(entry: Entry, variables: boolean, mistakes: Mistakes): readonly Pattern[] {
  const { text } = entry;
  if (text !== '*' && !arnForm.test(text) && !shortArnForm.test(text)) return noPattern(mistakes, entry, 'must be an ARN or *');
  try {
    if (variables && hasEarlyVariable(text)) return noPattern(mistakes, entry, 'may have variables only in its last part');
    return [compilePattern(text, { wildcards: true, variables })];
  } catch (error) {
    return noPattern(mistakes, entry, (error as Error).message);
  }
}

function noPattern(mistakes: Mistakes, entry: Entry, what: string): readonly never[] {
  mistakes.add(entry.place, what);
  return [];
}

/** Whether a variable stands before the ARN's fifth colon, where AWS takes none. */
function hasEarlyVariable(text: string): boolean {
  let colons = 0;
  for (const part of parseTemplate(text, { wildcards: false, variables: true })) {
    if (part.kind === 'text') colons += part.text.split(':').length - 1;
    else if (colons < ARN_COLONS_BEFORE_RESOURCE) return true;
  }
  return false;
}
