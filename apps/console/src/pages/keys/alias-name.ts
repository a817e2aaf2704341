const LENGTH_MAX = 250;

/** What is wrong with what follows `alias/`; undefined if nothing is. */
export function aliasMistake(name: string): string | undefined {
  if (name.startsWith('aws/')) return 'Names that begin with aws/ are the service’s own.';
  if (name.length > LENGTH_MAX) return `Use at most ${LENGTH_MAX} characters.`;
  return /^[A-Za-z0-9/_-]+$/.test(name) ? undefined : 'Use letters, digits, slashes, underscores and hyphens.';
}
