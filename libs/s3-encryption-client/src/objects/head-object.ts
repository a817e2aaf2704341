import { HeadObjectCommand, type HeadObjectCommandInput, type HeadObjectCommandOutput } from '@aws-sdk/client-s3';

import { S3EncryptionError } from '../errors.js';
import type { ContentMetadata } from '../format/content-metadata.js';
import { sending } from './call-options.js';
import { describedEncryption, type ClientSideEncryption } from './client-side-encryption.js';
import { readMetadata, type MetadataOptions } from './object-metadata.js';
import { plaintextSizeMax } from './plaintext-size.js';
import type { Settings } from './settings.js';
import { entriesOf, ownMetadata } from './user-metadata.js';

/** S3's own output, with the length of the plaintext. */
export interface HeadObjectOutput extends HeadObjectCommandOutput {
  readonly ClientSideEncryption?: ClientSideEncryption;
  /** What the store keeps, in bytes. */
  readonly SealedContentLength?: number;
}

/**
 * What S3 says of an object, with the plaintext's length where the object is encrypted. Asks no KMS, so nothing here is authenticated. The
 * length is absent for AES-CBC if its writer did not tell it: only decrypting does.
 */
export async function headObject(settings: Settings, input: HeadObjectCommandInput, options: MetadataOptions): Promise<HeadObjectOutput> {
  if (input.Range !== undefined || input.PartNumber !== undefined) throw new S3EncryptionError('InvalidArgument', 'HeadObject tells the length of whole objects: leave out Range and PartNumber.');
  const output = await settings.s3.send(new HeadObjectCommand(input), sending(options));
  const entries = entriesOf(output.Metadata);
  const found = await readMetadata(settings, input, entries, options);
  if (found === undefined || output.ContentLength === undefined) return output;
  return {
    ...output,
    Metadata: ownMetadata(entries),
    ContentLength: plaintextLength(found.metadata, output.ContentLength),
    SealedContentLength: output.ContentLength,
    ClientSideEncryption: describedEncryption(found.metadata),
  };
}

function plaintextLength(metadata: ContentMetadata, sealedLength: number): number | undefined {
  const most = plaintextSizeMax(metadata, sealedLength);
  return metadata.suite.authenticated ? most : metadata.plaintextLength;
}
