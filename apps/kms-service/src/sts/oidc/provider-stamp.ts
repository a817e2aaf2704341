import type { OidcProvider } from '@coffer/iam';
import { fileStamp } from '@coffer/service';

/** What `stat` says of the files that a provider names, its keys and its authorities: another text whenever one of them has changed. Empty where it names none. */
export function providerStamp({ keys, caFile }: Pick<OidcProvider, 'keys' | 'caFile'>): string {
  const files = [...(keys.from === 'file' ? [keys.file] : []), ...(caFile === undefined ? [] : [caFile])];
  return files.map((file) => fileStamp(file).text).join(' ');
}
