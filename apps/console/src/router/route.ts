/**
 * Places in the console, as the fragment of its address: any static server serves them, and none learns the name of an object.
 *
 *     #/path/of/segments?name=value         each segment and value percent-encoded
 */
export interface Route {
  readonly segments: readonly string[];
  readonly query: ReadonlyMap<string, string>;
}

export function parseRoute(hash: string): Route {
  const [path, query] = splitOnce(hash.replace(/^#?\/?/, ''), '?');
  return { segments: path.split('/').filter((segment) => segment !== '').map(decoded), query: new Map(new URLSearchParams(query)) };
}

/** The address of a place. Empty values are left out. */
export function href(segments: readonly string[], query: Readonly<Record<string, string>> = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== '');
  const search = given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
  return `#/${segments.map(encodeURIComponent).join('/')}${search}`;
}

function splitOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + mark.length)];
}

/** A fragment that somebody cut short is shown as it is rather than not at all. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
