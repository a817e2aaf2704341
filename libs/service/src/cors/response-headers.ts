/** Besides AWS's own families of names, what pages need to tell an answer: its identity, its range, and when to try again. */
const NAMES: ReadonlySet<string> = new Set([
  'accept-ranges', 'cache-control', 'content-disposition', 'content-encoding', 'content-language', 'content-length', 'content-range', 'content-type',
  'etag', 'expires', 'last-modified', 'location', 'retry-after', 'traceparent',
]);

const FAMILIES = /^x-amzn?-/;

/** Those of an answer's header names that a page may read, as a list with commas. User metadata has names of its own, so that no fixed list would do. */
export function exposedNames(names: Iterable<string>): string {
  const exposed = new Set<string>();
  for (const name of names) {
    const lower = name.toLowerCase();
    if (NAMES.has(lower) || FAMILIES.test(lower)) exposed.add(lower);
  }
  return [...exposed].join(', ');
}
