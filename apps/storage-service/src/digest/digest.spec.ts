import fc from 'fast-check';

import { Crc32cJs, Crc32Js, Crc64NvmeJs } from '@aws-sdk/checksums/crc';

import { createDigest, type DigestAlgorithm } from './digest.js';

const vectors: readonly { why: string; algorithm: DigestAlgorithm; text: string; hex: string }[] = [
  { why: 'the catalogue check value of CRC-32/ISO-HDLC', algorithm: 'CRC32', text: '123456789', hex: 'cbf43926' },
  { why: 'the catalogue check value of CRC-32/ISCSI', algorithm: 'CRC32C', text: '123456789', hex: 'e3069283' },
  { why: 'the catalogue check value of CRC-64/NVME', algorithm: 'CRC64NVME', text: '123456789', hex: 'ae8b14860a799888' },
  { why: 'nothing has the CRC zero', algorithm: 'CRC32', text: '', hex: '00000000' },
  { why: 'nothing has the CRC zero', algorithm: 'CRC32C', text: '', hex: '00000000' },
  { why: 'nothing has the CRC zero', algorithm: 'CRC64NVME', text: '', hex: '0000000000000000' },
  { why: 'RFC 1321, appendix A.5', algorithm: 'MD5', text: 'message digest', hex: 'f96b697d7cb7938d525a2f31aaf161d0' },
  { why: 'FIPS 180, one block', algorithm: 'SHA1', text: 'abc', hex: 'a9993e364706816aba3e25717850c26c9cd0d89d' },
  { why: 'FIPS 180, one block', algorithm: 'SHA256', text: 'abc', hex: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' },
];

const crc32cVectors: readonly { why: string; bytes: Buffer; hex: string }[] = [
  { why: 'RFC 3720, B.4: 32 bytes of zeroes', bytes: Buffer.alloc(32), hex: '8a9136aa' },
  { why: 'RFC 3720, B.4: 32 bytes of ones', bytes: Buffer.alloc(32, 0xff), hex: '62a8ab43' },
  { why: 'RFC 3720, B.4: 32 bytes ascending', bytes: Buffer.from(Array.from({ length: 32 }, (_, index) => index)), hex: '46dd794e' },
];

const crc64Vectors: readonly { why: string; bytes: Buffer; hex: string }[] = [
  { why: 'the NVMe specification: 4 KiB of zeroes', bytes: Buffer.alloc(4096), hex: '6482d367eb22b64e' },
  { why: 'the NVMe specification: 4 KiB of ones', bytes: Buffer.alloc(4096, 0xff), hex: 'c0ddba7302eca3ac' },
];

describe('createDigest', () => {
  it.each(vectors)('$algorithm of "$text": $why', ({ algorithm, text, hex }) => {
    const digest = createDigest(algorithm);
    digest.update(Buffer.from(text));
    expect(digest.bytes().toString('hex')).toBe(hex);
  });

  it.each(crc32cVectors)('CRC32C: $why', ({ bytes, hex }) => {
    const digest = createDigest('CRC32C');
    digest.update(bytes);
    expect(digest.bytes().toString('hex')).toBe(hex);
  });

  it.each(crc64Vectors)('CRC64NVME: $why', ({ bytes, hex }) => {
    const digest = createDigest('CRC64NVME');
    digest.update(bytes);
    expect(digest.bytes().toString('hex')).toBe(hex);
  });

  it('gives base64 of the same bytes', () => {
    const [one, other] = [createDigest('CRC32C'), createDigest('CRC32C')];
    one.update(Buffer.from('123456789'));
    other.update(Buffer.from('123456789'));
    expect(one.base64()).toBe(other.bytes().toString('base64'));
  });

  const peers = [
    { algorithm: 'CRC32', peer: (): Crc32Js => new Crc32Js() },
    { algorithm: 'CRC32C', peer: (): Crc32cJs => new Crc32cJs() },
    { algorithm: 'CRC64NVME', peer: (): Crc64NvmeJs => new Crc64NvmeJs() },
  ] as const;

  it.each(peers)("$algorithm agrees with the AWS SDK's own, in pieces of any size and at any alignment", async ({ algorithm, peer }) => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 70 }), { maxLength: 8 }), fc.nat({ max: 9 }), async (pieces, skip) => {
        const [ours, theirs] = [createDigest(algorithm), peer()];
        for (const piece of pieces) {
          const moved = Buffer.concat([Buffer.alloc(skip), piece]).subarray(skip);
          ours.update(moved);
          theirs.update(piece);
        }
        expect(ours.bytes().toString('hex')).toBe(Buffer.from(await theirs.digest()).toString('hex'));
      }),
    );
  });
});
