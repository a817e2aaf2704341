import type { AccessKey } from '../access-key.js';
import type { DocumentReader } from './document-reader.js';

/** One document, already parsed from YAML or JSON, and the name by which its mistakes are told: a file's, or none. */
export interface IdentitiesSource {
  readonly name: string;
  readonly document: unknown;
  /**
   * Whether it gives way: what clashes with another document, or needs something that is in none, is left out and told, where it would be a
   * mistake of any other document.
   */
  readonly yields?: boolean;
}

export interface IdentitiesOptions {
  /** Gives the text of a `secretFile` of the named source; throws an error whose message completes `secretFile: ...`. */
  readonly readSecret?: (file: string, source: string) => string;
  /** Makes a path that the named source holds absolute; without it paths stay as they are written. */
  readonly resolvePath?: (file: string, source: string) => string;
  /** The root credentials, which come from elsewhere. */
  readonly root?: { readonly accountId: string; readonly accessKey: AccessKey };
}

/** What all documents of one reading share. */
export interface Shared {
  readonly options: IdentitiesOptions;
  /** Whose each access key id is: an ARN. */
  readonly owners: Map<string, string>;
  /** Which source took each name first. By ARN in lower case, because AWS does not tell names apart by case. */
  readonly names: Map<string, IdentitiesSource>;
  readonly leftOut: string[];
}

/** The reading of one document. */
export interface Reading extends Shared {
  readonly reader: DocumentReader;
  readonly source: IdentitiesSource;
}

/** Notes that something gives way. */
export function leaveOut({ source, leftOut }: Reading, arn: string, why: string): void {
  leftOut.push(`${source.name === '' ? '' : `${source.name}: `}${arn} is left out: ${why}`);
}

/**
 * Takes a name for a document, and says whether what bears it is to be read on. It is not when the document gives way to one that has the name;
 * for other documents a name that is taken is a mistake at `place`.
 */
export function takeName(reading: Reading, arn: string, place: string): boolean {
  const { names, source, reader } = reading;
  const first = names.get(arn.toLowerCase());
  if (first === undefined) names.set(arn.toLowerCase(), source);
  else if (source.yields === true && first !== source) leaveOut(reading, arn, `its name is taken${first.name === '' ? '' : ` in ${first.name}`}`);
  else reader.refuse(place, 'is given twice');
  return first === undefined || source.yields !== true || first === source;
}
