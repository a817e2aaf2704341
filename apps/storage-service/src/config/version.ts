import { readFileSync } from 'node:fs';

/** What this service's package says of itself; `unknown` where it was put up without that. */
export function serviceVersion(): string {
  try {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { readonly version?: unknown };
    return typeof version === 'string' ? version : 'unknown';
  } catch {
    return 'unknown';
  }
}
