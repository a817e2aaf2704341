/**
 * Instruction files: the metadata of client-side encryption in an object of its own, beside the object that it opens.
 *
 *     key      = key of the object, suffix        the suffix is ".instruction" unless somebody chose another
 *     body     = JSON object of texts             the names are those of the metadata
 *     metadata = x-amz-crypto-instr-file: ""
 *
 * The layout is AWS's and has no version of its own: the names inside say which format it is.
 */
import { fromJson, toJson, type StringMap } from '../string-map.js';
import { S3EncryptionError } from '../errors.js';
import { ALL_NAMES, INSTRUCTION_FILE_MARK } from './metadata-names.js';

export const INSTRUCTION_SUFFIX = '.instruction';
/** A wrapped key and a context at their greatest fit in well. */
export const INSTRUCTION_FILE_SIZE_MAX = 65_536;

export const instructionFileMetadata: Readonly<Record<string, string>> = { [INSTRUCTION_FILE_MARK]: '' };

export function encodeInstructionFile(entries: StringMap): string {
  return toJson(entries);
}

/** Refuses with `InstructionFile` what is no JSON object of texts, or holds other names than those of client-side encryption. */
export function decodeInstructionFile(body: string): StringMap {
  const entries = fromJson(body);
  if (entries === undefined || entries.size === 0 || [...entries.keys()].some((name) => !ALL_NAMES.includes(name))) {
    throw new S3EncryptionError('InstructionFile', 'The instruction file is not readable as one: it was damaged, or is another object.');
  }
  return entries;
}

/** The suffix with its point in front. Refuses an empty one, under which the file would be the object itself. */
export function checkedSuffix(suffix: string): string {
  if (!/[^.]/.test(suffix)) throw new S3EncryptionError('InvalidArgument', 'The suffix of an instruction file must hold more than points.');
  return suffix.startsWith('.') ? suffix : `.${suffix}`;
}
