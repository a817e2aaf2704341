import { SigV4Error } from './errors.js';

/** What the request says of its body: the value of x-amz-content-sha256, parsed. */
export type PayloadMode =
  | { readonly kind: 'signed'; readonly sha256: string }
  | { readonly kind: 'unsigned' }
  | {
      readonly kind: 'chunked';
      /** Whether each chunk, and the trailer, carries a signature. */
      readonly signed: boolean;
      /** Names that may and must follow the last chunk, in lower case. Empty unless the mode ends in -TRAILER. */
      readonly trailers: readonly string[];
      /** Whether the trailer section has a signature of its own. */
      readonly trailerSigned: boolean;
      /** The length in bytes of what the chunks hold. */
      readonly decodedLength: number;
    };

/** Names in one x-amz-trailer header. SDKs send one. */
export const TRAILERS_MAX = 8;

const HEADER = 'x-amz-content-sha256';
const SHA256_HEX = /^[0-9a-f]{64}$/;
const DECIMAL = /^\d{1,15}$/;
const TRAILER_NAME = /^[a-z0-9-]{1,64}$/;

/** Throws SigV4Error InvalidArgument, InvalidRequest or MissingContentLength. */
export function parsePayloadMode(value: string, headers: ReadonlyMap<string, string>): PayloadMode {
  switch (value) {
    case 'UNSIGNED-PAYLOAD':
      return { kind: 'unsigned' };
    case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD':
      return { kind: 'chunked', signed: true, trailers: [], trailerSigned: false, decodedLength: decodedLength(headers) };
    case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER':
      return { kind: 'chunked', signed: true, trailers: trailers(headers), trailerSigned: true, decodedLength: decodedLength(headers) };
    case 'STREAMING-UNSIGNED-PAYLOAD-TRAILER':
      return { kind: 'chunked', signed: false, trailers: trailers(headers), trailerSigned: false, decodedLength: decodedLength(headers) };
    default:
      if (SHA256_HEX.test(value)) return { kind: 'signed', sha256: value };
      throw new SigV4Error('InvalidArgument', `${HEADER} must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.`, {
        ArgumentName: HEADER,
        ArgumentValue: value,
      });
  }
}

function decodedLength(headers: ReadonlyMap<string, string>): number {
  const text = headers.get('x-amz-decoded-content-length');
  if (text === undefined) throw new SigV4Error('MissingContentLength', 'You must provide the x-amz-decoded-content-length HTTP header.');
  if (!DECIMAL.test(text)) {
    throw new SigV4Error('InvalidArgument', 'x-amz-decoded-content-length must be a length in bytes.', {
      ArgumentName: 'x-amz-decoded-content-length',
      ArgumentValue: text,
    });
  }
  return Number(text);
}

function trailers(headers: ReadonlyMap<string, string>): readonly string[] {
  const text = headers.get('x-amz-trailer');
  if (text === undefined || text === '') return [];
  const names = text.split(',', TRAILERS_MAX + 1).map((name) => name.trim().toLowerCase());
  const sound = names.length <= TRAILERS_MAX && new Set(names).size === names.length && names.every((name) => TRAILER_NAME.test(name));
  if (!sound) throw new SigV4Error('InvalidRequest', 'The value specified in the x-amz-trailer header is not supported');
  return names;
}
