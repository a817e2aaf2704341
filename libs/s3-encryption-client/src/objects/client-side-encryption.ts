import type { AlgorithmName } from '../algorithm-suite.js';
import type { ContentMetadata, MetadataFormat, WrapAlgorithm } from '../format/content-metadata.js';

/** How an object was encrypted, as its metadata tells it. Of a HEAD it is only told and was not proved. */
export interface ClientSideEncryption {
  readonly format: MetadataFormat;
  readonly algorithm: AlgorithmName;
  readonly wrapAlgorithm: WrapAlgorithm;
}

export function describedEncryption({ format, suite, wrapAlgorithm }: ContentMetadata): ClientSideEncryption {
  return { format, algorithm: suite.name, wrapAlgorithm };
}
