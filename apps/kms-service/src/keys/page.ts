/** Some of a list, in order, and after which name the rest begins, if there is a rest. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

/** The page that begins `names`, of which one more than `limit` was asked for. */
export function pageOf(names: readonly string[], limit: number): Page<string> {
  const items = names.slice(0, limit);
  return { items, next: names.length > limit ? items.at(-1) : undefined };
}
