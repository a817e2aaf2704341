import { readFileSync } from 'node:fs';

/**
 * The vectors of one JSON file: an array, each with a `why` that becomes the test's name.
 *
 * An empty set is refused, because a table of no rows is a suite that passes for ever; so is a vector without its reason.
 */
export function vectors<T extends { readonly why: string }>(path: string): readonly T[] {
  const rows: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (!Array.isArray(rows) || rows.length === 0) throw new Error(`${path} holds no vectors`);
  for (const [index, row] of (rows as Partial<T>[]).entries()) {
    if (typeof row.why !== 'string' || row.why === '') throw new Error(`${path}: vector ${String(index)} gives no reason`);
  }
  return rows as readonly T[];
}
