import { CHECKSUM_ALGORITHMS, checksumSize } from '../digest/checksum.js';
import { StorageError } from '../errors/storage-error.js';
import type { Checksum, ChecksumAlgorithm, Expectations } from '../objects/commands.js';

import { header, type S3Request } from './request.js';

const HEADER = 'x-amz-checksum-';
const headerNames: readonly (readonly [ChecksumAlgorithm, string])[] = CHECKSUM_ALGORITHMS.map((algorithm) => [algorithm, HEADER + algorithm.toLowerCase()]);
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Known after the body: what followed it, by lower-case name. */
export type Trailers = () => ReadonlyMap<string, string>;

/** Content-MD5 and checksums of a body, in headers or announced to follow it. Throws InvalidDigest, InvalidRequest. */
export function parseExpectations(request: S3Request, trailers: Trailers): Expectations {
  const contentMd5 = parseContentMd5(header(request, 'content-md5'));
  const checksum = expectedChecksum(request, trailers);
  return { ...(contentMd5 && { contentMd5 }), ...(checksum && { checksum }) };
}

function parseContentMd5(text: string | undefined): Buffer | undefined {
  if (text === undefined) return undefined;
  const md5 = Buffer.from(text, 'base64');
  if (md5.length === 16 && BASE64.test(text)) return md5;
  throw new StorageError('InvalidDigest', 'The Content-MD5 you specified was invalid.', { details: { 'Content-MD5': text } });
}

function expectedChecksum(request: S3Request, trailers: Trailers): Expectations['checksum'] {
  const sent = sentChecksum(request);
  const trailing = trailingAlgorithm(request);
  const declared = parseAlgorithm(request, 'x-amz-sdk-checksum-algorithm');
  if (sent !== undefined && trailing !== undefined) throw severalChecksums();
  const algorithm = sent?.algorithm ?? trailing;
  if (algorithm === undefined) {
    if (declared === undefined) return undefined;
    throw new StorageError('InvalidRequest', 'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.');
  }
  if (declared !== undefined && declared !== algorithm) throw new StorageError('InvalidRequest', 'Value for x-amz-sdk-checksum-algorithm header is invalid.');
  if (sent !== undefined) {
    checkChecksumValue(algorithm, sent.value);
    return { algorithm, expected: () => sent.value };
  }
  return { algorithm, expected: () => trailingValue(algorithm, trailers) };
}

/** The one `x-amz-checksum-*` header that carries a value. */
export function sentChecksum(request: S3Request): { readonly algorithm: ChecksumAlgorithm; readonly value: string } | undefined {
  let found: { readonly algorithm: ChecksumAlgorithm; readonly value: string } | undefined;
  for (const [algorithm, name] of headerNames) {
    const value = request.headers[name];
    if (typeof value !== 'string') continue;
    if (found !== undefined) throw severalChecksums();
    found = { algorithm, value };
  }
  return found;
}

/** Throws InvalidRequest unless the value is base64 of the algorithm's size; a composite one (`...-3`) only where that can be meant. */
export function checkChecksumValue(algorithm: ChecksumAlgorithm, value: string, composite = false): void {
  const text = composite ? value.replace(/-\d{1,5}$/, '') : value;
  if (BASE64.test(text) && Buffer.from(text, 'base64').length === checksumSize[algorithm]) return;
  throw new StorageError('InvalidRequest', `Value for ${HEADER}${algorithm.toLowerCase()} header is invalid.`);
}

function trailingAlgorithm(request: S3Request): ChecksumAlgorithm | undefined {
  const trailer = header(request, 'x-amz-trailer');
  if (trailer === undefined) return undefined;
  const name = trailer.trim().toLowerCase();
  const found = headerNames.find(([, headerName]) => headerName === name);
  if (found !== undefined) return found[0];
  throw new StorageError('InvalidRequest', 'The value specified in the x-amz-trailer header is not supported');
}

function trailingValue(algorithm: ChecksumAlgorithm, trailers: Trailers): string {
  const value = trailers().get(HEADER + algorithm.toLowerCase());
  if (value === undefined) throw new StorageError('MalformedTrailerError', 'The request contained trailing data that was not well-formed or did not conform to our published schema.');
  checkChecksumValue(algorithm, value);
  return value;
}

/** An algorithm's name in a header, in any case. Throws InvalidRequest for one that we do not know. */
export function parseAlgorithm(request: S3Request, name: string): ChecksumAlgorithm | undefined {
  const text = header(request, name);
  if (text === undefined) return undefined;
  const algorithm = CHECKSUM_ALGORITHMS.find((known) => known === text.toUpperCase());
  if (algorithm !== undefined) return algorithm;
  const message = `Checksum algorithm provided is unsupported. Please try again with any of the valid types: [${CHECKSUM_ALGORITHMS.join(', ')}]`;
  throw new StorageError('InvalidRequest', message);
}

export function pushChecksum(headers: string[], checksum: Checksum | undefined): void {
  if (checksum !== undefined) headers.push(HEADER + checksum.algorithm.toLowerCase(), checksum.value, 'x-amz-checksum-type', checksum.type);
}

/** `ChecksumCRC32` and its siblings, as XML documents name them. */
export function checksumElementName(algorithm: ChecksumAlgorithm): string {
  return `Checksum${algorithm}`;
}

function severalChecksums(): StorageError {
  return new StorageError('InvalidRequest', 'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.');
}

/** Whether a checksum speaks of the whole object or is made of those of its parts. */
export function parseChecksumType(request: S3Request): Checksum['type'] | undefined {
  const text = header(request, 'x-amz-checksum-type');
  if (text === undefined || text === 'FULL_OBJECT' || text === 'COMPOSITE') return text;
  throw new StorageError('InvalidRequest', 'Value for x-amz-checksum-type header is invalid.');
}
