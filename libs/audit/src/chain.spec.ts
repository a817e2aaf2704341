import { hash } from 'node:crypto';
import { associatedData } from '@coffer/crypto';
import { CHAIN_START, chainHash } from './chain.js';

describe('chainHash', () => {
  it('is SHA-256 of the framed list that it names', () => {
    for (const text of ['', 'one line', 'two\nlines']) {
      const framed = associatedData('coffer/kms/audit/1', CHAIN_START, Buffer.from('a writer'), Buffer.from('0000000000000102', 'hex'), Buffer.from(text));
      expect(chainHash(CHAIN_START, 'a writer', 0x102, Buffer.from(text))).toEqual(hash('sha256', framed, 'buffer'));
    }
  });

  it('differs with what went before, the writer, the place and the text', () => {
    const hashes = [
      chainHash(CHAIN_START, 'w', 1, Buffer.from('t')), chainHash(Buffer.alloc(32, 1), 'w', 1, Buffer.from('t')), chainHash(CHAIN_START, 'v', 1, Buffer.from('t')),
      chainHash(CHAIN_START, 'w', 2, Buffer.from('t')), chainHash(CHAIN_START, 'w', 1, Buffer.from('u')),
    ];
    expect(new Set(hashes.map((bytes) => bytes.toString('hex'))).size).toBe(5);
  });
});
