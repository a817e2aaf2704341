import type { Pair, PairMistake } from '../../../components/pairs.js';

/** S3's limit for the names and values of an object's own metadata together, in bytes. */
export const METADATA_SIZE_MAX = 2_048;

/** What is wrong with metadata, in a sentence for the pair at `at` or for all of it. */
export function metadataMistakes(pairs: readonly Pair[]): readonly PairMistake[] {
  const size = new TextEncoder().encode(pairs.map(({ key, value }) => key + value).join('')).length;
  const names = pairs.map(({ key }) => key.toLowerCase());
  return [
    ...(size > METADATA_SIZE_MAX ? [{ message: `Together names and values have more than ${METADATA_SIZE_MAX.toLocaleString('en-GB')} bytes.` }] : []),
    ...pairs.flatMap(({ key, value }, at) => {
      if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(key)) return [{ at, message: 'A name has letters, digits and hyphens.' }];
      if (names.indexOf(key.toLowerCase()) !== at) return [{ at, message: 'Another has this name already.' }];
      // A browser sends headers of Latin characters only, and S3 shows what is beyond ASCII otherwise than it came.
      return /^[\x20-\x7e]*$/.test(value) ? [] : [{ at, message: 'A value has characters of ASCII only.' }];
    }),
  ];
}
