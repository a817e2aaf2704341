import type { ConditionContext } from './condition-context.js';

/** Contexts as one: the first that knows a key says its value. */
export function firstOf(...contexts: readonly ConditionContext[]): ConditionContext {
  return (name) => {
    for (const context of contexts) {
      const value = context(name);
      if (value !== undefined) return value;
    }
    return undefined;
  };
}
