import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The version of this library, which is the product's. As far from `src` as from `dist`. */
export function cofferVersion(): string {
  const file = join(import.meta.dirname, '../../package.json');
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { readonly version?: unknown };
  return typeof version === 'string' ? version : 'unknown';
}
