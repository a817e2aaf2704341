import { bits, boolean, explicit, integer, octets, oid, pem, sequence, time, utf8 } from './der.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('DER', () => {
  it.each<[string, Buffer, string]>([
    ['an empty sequence', sequence(), '3000'],
    ['a boolean', boolean(true), '0101ff'],
    ['text', utf8('a'), '0c0161'],
    ['an integer', integer(Buffer.from([0x7f])), '02017f'],
    ['an integer whose top bit is set, with a 0 before it', integer(Buffer.from([0x80])), '02020080'],
    ['bits', bits(Buffer.from([0x80]), 7), '03020780'],
    ['a value in another', explicit(0, integer(Buffer.from([2]))), 'a003020102'],
    ['ecdsa-with-SHA256 (RFC 5758)', oid('1.2.840.10045.4.3.2'), '06082a8648ce3d040302'],
    ['a common name (RFC 5280)', oid('2.5.4.3'), '0603550403'],
    ['the longest short length', octets(Buffer.alloc(127)).subarray(0, 2), '047f'],
    ['the shortest long length', octets(Buffer.alloc(128)).subarray(0, 3), '048180'],
    ['a length of two bytes', octets(Buffer.alloc(256)).subarray(0, 4), '04820100'],
    ['the last UTCTime', time(new Date('2049-12-31T23:59:59Z')), `170d${hex(Buffer.from('491231235959Z'))}`],
    ['the first GeneralizedTime', time(new Date('2050-01-01T00:00:00Z')), `180f${hex(Buffer.from('20500101000000Z'))}`],
  ])('writes %s', (_, der, expected) => {
    expect(hex(der)).toBe(expected);
  });

  it('breaks PEM into lines of 64', () => {
    expect(pem('X', Buffer.alloc(48)).split('\n')).toEqual(['-----BEGIN X-----', 'A'.repeat(64), '-----END X-----', '']);
    expect(pem('X', Buffer.alloc(49)).split('\n')).toEqual(['-----BEGIN X-----', 'A'.repeat(64), 'AA==', '-----END X-----', '']);
  });
});
