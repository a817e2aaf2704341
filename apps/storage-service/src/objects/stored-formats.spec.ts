import { join } from 'node:path';

import { vectors } from '@coffer/testing';

import { decodeEnvelope, encodeEnvelope } from '../sse/envelope.js';
import { decodeMarker, encodeMarker } from './delete-marker.js';
import { decodeRecord, encodeRecord } from './record-codec.js';
import { decodeSummary, encodeSummary } from './summary.js';
import { decodeTags, encodeTags } from './tags.js';
import { decodePart, decodeUpload, encodePart, encodeUpload } from './upload-codec.js';

interface Vector {
  readonly why: string;
  readonly value: unknown;
  readonly bytes: string;
}

/** Turns a vector's JSON into the value it stands for: `pairs` are Maps, `hex` is bytes. */
function valueOf(plain: unknown): unknown {
  if (plain === null || typeof plain !== 'object') return plain;
  if (Array.isArray(plain)) return plain.map(valueOf);
  if ('pairs' in plain) return new Map(plain.pairs as [string, string][]);
  if ('hex' in plain) return Buffer.from(plain.hex as string, 'hex');
  return Object.fromEntries(Object.entries(plain).map(([name, member]) => [name, valueOf(member)]));
}

const formats: [string, (value: never) => Buffer, (bytes: Buffer) => unknown][] = [
  ['envelope', encodeEnvelope, decodeEnvelope],
  ['record', encodeRecord, decodeRecord],
  ['summary', encodeSummary, decodeSummary],
  ['delete-marker', encodeMarker, decodeMarker],
  ['upload', encodeUpload, decodeUpload],
  ['part', encodePart, decodePart],
  ['tags', encodeTags, decodeTags],
];

describe.each(formats)('the stored format of %s', (name, encode, decode) => {
  const table = vectors<Vector>(join(import.meta.dirname, `../../vectors/${name}.json`));

  it.each(table)('is what it was: $why', ({ value, bytes }) => {
    expect(encode(valueOf(value) as never).toString('hex')).toBe(bytes);
    expect(decode(Buffer.from(bytes, 'hex'))).toEqual(valueOf(value));
  });

  it.each(table)('is refused when it is cut, continued, or of another version: $why', ({ bytes }) => {
    const whole = Buffer.from(bytes, 'hex');
    for (let length = 0; length < whole.length; length += 1) expect(() => decode(whole.subarray(0, length))).toThrow(expect.objectContaining({ code: 'InternalError' }));
    expect(() => decode(Buffer.concat([whole, Buffer.of(0)]))).toThrow(expect.objectContaining({ code: 'InternalError' }));
    expect(() => decode(Buffer.concat([Buffer.of(9), whole.subarray(1)]))).toThrow(expect.objectContaining({ code: 'InternalError' }));
  });

  it.each(table)('prints back to the same bytes whatever it accepts: $why', ({ bytes }) => {
    const whole = Buffer.from(bytes, 'hex');
    for (let bit = 0; bit < whole.length * 8; bit += 1) {
      const changed = Buffer.from(whole);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const decoded = accepted(() => decode(changed));
      if (decoded !== undefined) expect(encode(decoded as never).equals(changed)).toBe(true);
    }
  });
});

/** What a decoder accepts, or undefined for what it calls damage. Anything else it throws is a fault. */
function accepted(decode: () => unknown): unknown {
  try {
    return decode();
  } catch (error) {
    expect(error).toMatchObject({ code: 'InternalError' });
    return undefined;
  }
}
