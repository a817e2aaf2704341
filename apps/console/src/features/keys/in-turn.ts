/** A browser opens so many connections to one server; more requests would only wait. */
const AT_ONCE = 6;

/** Does the same for each, a few at a time, and keeps their order. */
export async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE) results.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(work))));
  return results;
}
