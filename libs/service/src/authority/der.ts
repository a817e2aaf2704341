/**
 * The few ASN.1 values that a certificate is made of, in DER: `tag:1 length:1-5 content`. Writing only, and only what we write ourselves;
 * nothing that came from elsewhere is read by this.
 */
type Der = Buffer;

const SHORT_LENGTH_MAX = 0x7f;

function lengthBytes(length: number): number[] {
  if (length <= SHORT_LENGTH_MAX) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return [0x80 | bytes.length, ...bytes];
}

/** A value under any tag. */
export function tagged(tag: number, content: Uint8Array): Der {
  return Buffer.concat([Buffer.from([tag, ...lengthBytes(content.length)]), content]);
}

export const sequence = (...items: readonly Der[]): Der => tagged(0x30, Buffer.concat(items));
export const set = (...items: readonly Der[]): Der => tagged(0x31, Buffer.concat(items));
export const octets = (content: Uint8Array): Der => tagged(0x04, content);
export const utf8 = (text: string): Der => tagged(0x0c, Buffer.from(text, 'utf8'));
export const boolean = (value: boolean): Der => tagged(0x01, Buffer.from([value ? 0xff : 0x00]));

/** `[n] EXPLICIT`: a constructed value around another. */
export const explicit = (n: number, item: Der): Der => tagged(0xa0 | n, item);

/** A positive integer from its bytes, the first of which must not be 0: a leading 0 is put where the top bit would mean minus. */
export function integer(bytes: Uint8Array): Der {
  return tagged(0x02, (bytes[0] ?? 0) > SHORT_LENGTH_MAX ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

/** Bits from whole bytes, the last `unused` of which are not counted. */
export function bits(bytes: Uint8Array, unused = 0): Der {
  return tagged(0x03, Buffer.concat([Buffer.from([unused]), bytes]));
}

/** An object identifier from its dotted form: the first two numbers share a byte, the others are base 128, most significant first. */
export function oid(dotted: string): Der {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const base128 = (value: number): number[] => (value < 128 ? [value] : [...base128(Math.floor(value / 128)).map((byte) => byte | 0x80), value % 128]);
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** A moment in whole seconds: UTCTime up to 2049 and GeneralizedTime after, as RFC 5280 wants it. */
export function time(date: Date): Der {
  const digits = date.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14);
  return date.getUTCFullYear() < 2050 ? tagged(0x17, Buffer.from(`${digits.slice(2)}Z`)) : tagged(0x18, Buffer.from(`${digits}Z`));
}

/** DER in the text form that TLS libraries take. */
export function pem(label: string, der: Uint8Array): string {
  const lines = Buffer.from(der).toString('base64').replaceAll(/.{64}(?=.)/g, '$&\n');
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}
