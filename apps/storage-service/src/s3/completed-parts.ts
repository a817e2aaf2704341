import { CHECKSUM_ALGORITHMS } from '../digest/checksum.js';
import { StorageError } from '../errors/storage-error.js';
import type { ChecksumAlgorithm, CompleteUpload } from '../objects/commands.js';

import { checksumElementName } from './checksum-headers.js';
import { bareEtag } from './conditions.js';
import { PART_NUMBER_MAX } from './operation.js';
import { malformed, parseXml, type XmlElement } from './parse-xml.js';

/** The list of parts that CompleteMultipartUpload sends. Throws MalformedXML, InvalidPartOrder. */
export function parseCompletedParts(document: Buffer): CompleteUpload['parts'] {
  if (document.length === 0) throw new StorageError('InvalidRequest', 'You must specify at least one part');
  const parts = parseXml(document, 'CompleteMultipartUpload').children('Part').map(parsePart);
  if (parts.length === 0 || parts.length > PART_NUMBER_MAX) throw malformed();
  if (parts.some((part, index) => index > 0 && part.number <= (parts[index - 1]?.number ?? 0))) {
    throw new StorageError('InvalidPartOrder', 'The list of parts was not in ascending order. Parts must be ordered by part number.');
  }
  return parts;
}

function parsePart(part: XmlElement): CompleteUpload['parts'][number] {
  const number = part.child('PartNumber')?.trim() ?? '';
  const etag = part.child('ETag')?.trim();
  if (!/^\d{1,5}$/.test(number) || etag === undefined) throw malformed();
  if (Number(number) < 1 || Number(number) > PART_NUMBER_MAX) {
    throw new StorageError('InvalidArgument', `PartNumber must be >= 1 and <= ${PART_NUMBER_MAX}`, { details: { ArgumentName: 'PartNumber', ArgumentValue: number } });
  }
  return { number: Number(number), etag: bareEtag(etag), checksums: checksumsOf(part) };
}

function checksumsOf(part: XmlElement): ReadonlyMap<ChecksumAlgorithm, string> {
  const checksums = new Map<ChecksumAlgorithm, string>();
  for (const algorithm of CHECKSUM_ALGORITHMS) {
    const value = part.child(checksumElementName(algorithm));
    if (value !== undefined) checksums.set(algorithm, value);
  }
  return checksums;
}
