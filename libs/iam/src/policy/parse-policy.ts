import { PolicyError } from './policy-error.js';
import type { Policy } from './policy.js';

/** Stands in until the language is parsed: checks that there are statements and that each has an effect. */
export function parsePolicy(given: string | object, options: { readonly name: string; readonly kind: 'identity' | 'resource' | 'trust'; readonly lengthMax?: number }): Policy {
  const text = typeof given === 'string' ? given : JSON.stringify(given);
  const { Statement } = JSON.parse(text) as { readonly Statement?: unknown };
  if (Statement === undefined) throw new PolicyError([{ place: 'Statement', what: 'is needed and not given' }]);
  const faults = [Statement].flat().flatMap((statement, index) =>
    ['Allow', 'Deny'].includes((statement as { readonly Effect: string }).Effect) ? [] : [{ place: `Statement[${String(index)}].Effect`, what: 'must be Allow or Deny' }],
  );
  if (faults.length > 0) throw new PolicyError(faults);
  return { name: options.name, text };
}
