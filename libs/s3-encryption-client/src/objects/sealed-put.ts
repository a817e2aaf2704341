import type { EncodedMetadata } from '../format/encode-metadata.js';
import type { TransferOptions } from './call-options.js';
import { instructionFileName, writeInstructionFile } from './instruction-files.js';
import type { PutObjectInput } from './put-input.js';
import type { Settings } from './settings.js';

/** What is sent once the body is sealed: S3's input without the body, with the metadata that opens the object. */
export interface SealedPut {
  readonly input: Omit<PutObjectInput, 'Body' | 'ContentLength'> & { readonly Metadata: Record<string, string> };
  readonly encoded: EncodedMetadata;
  readonly plaintextLength?: number;
}

/** Just before the object appears: a body that fails before then leaves an older object with the file that opens it. */
export async function writeFile(settings: Settings, { input, encoded }: SealedPut, options: TransferOptions): Promise<void> {
  if (encoded.inFile !== undefined) await writeInstructionFile(settings, instructionFileName(input), encoded.inFile, options, input);
}
