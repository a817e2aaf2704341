const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Bytes in RFC 4648's base32, without padding: five bytes are eight characters, and only whole fives are taken. */
export function base32(bytes: Uint8Array): string {
  if (bytes.length % 5 !== 0) throw new RangeError('base32 without padding takes five bytes at a time');
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  let text = '';
  for (let left = (bytes.length * 8) / 5; left > 0; left -= 1) text += ALPHABET.charAt(Number((bits >> BigInt((left - 1) * 5)) & 31n));
  return text;
}
