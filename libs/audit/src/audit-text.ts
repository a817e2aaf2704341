import type { AuditParameters, AuditValue } from './audit-event.js';

/** A longer text is cut: events also tell of requests that were refused for their length. Contexts have their own limit. */
export const TEXT_LENGTH_MAX = 8192;

/** Objects within objects that are printed; deeper ones, which no service makes, are left out. */
export const DEPTH_MAX = 8;

/** An object of the members that are there, as JSON. */
export function membersText(parameters: AuditParameters, depth = 0): string {
  let text = '';
  for (const name in parameters) {
    const value = parameters[name];
    if (value !== undefined) text += `${text === '' ? '' : ','}${json(name)}:${valueText(value, depth)}`;
  }
  return `{${text}}`;
}

function valueText(value: NonNullable<AuditValue>, depth: number): string {
  if (typeof value === 'string') return json(cut(value));
  if (value instanceof Map) return pairsText(value as ReadonlyMap<string, string>);
  if (typeof value !== 'object' || Array.isArray(value)) return JSON.stringify(value);
  return depth < DEPTH_MAX ? membersText(value as AuditParameters, depth + 1) : '{}';
}

/** Callers choose the names: printed, and never put into an object, `__proto__` is a name like any other. */
function pairsText(map: ReadonlyMap<string, string>): string {
  let text = '';
  for (const [name, value] of map) text += `${text === '' ? '' : ','}${json(name)}:${json(value)}`;
  return `{${text}}`;
}

/** A text as JSON. */
export function json(text: string): string {
  return JSON.stringify(text);
}

/** A text as far as events tell it. */
export function cut(text: string): string {
  return text.length > TEXT_LENGTH_MAX ? text.slice(0, TEXT_LENGTH_MAX) : text;
}
