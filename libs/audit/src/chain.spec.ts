import { hash } from 'node:crypto';
import { associatedData } from '@coffer/crypto';
import { CHAIN_START, groupHash, groupHashOfVersion1, recordHash } from './chain.js';

const place = { previous: CHAIN_START, writer: 'a writer', sequence: 0x102 };
const u64 = (text: string): Buffer => Buffer.from(text, 'hex');

describe('the hashes of the chain', () => {
  it('are SHA-256 of the framed lists that they name', () => {
    const hashes = Buffer.concat([recordHash(Buffer.from('a')), recordHash(Buffer.from('b'))]);
    const framed = associatedData('coffer/audit/2', CHAIN_START, Buffer.from('a writer'), u64('0000000000000102'), u64('000000000000ffff'), hashes);
    expect(groupHash(place, 0xffff, hashes)).toEqual(hash('sha256', framed, 'buffer'));
    for (const text of ['', 'one line', 'two\nlines']) {
      const first = associatedData('coffer/kms/audit/1', CHAIN_START, Buffer.from('a writer'), u64('0000000000000102'), Buffer.from(text));
      expect(groupHashOfVersion1(place, Buffer.from(text))).toEqual(hash('sha256', first, 'buffer'));
    }
  });

  it('differ with what went before, the writer, the place, the time and the records', () => {
    const records = recordHash(Buffer.from('a'));
    const hashes = [
      groupHash(place, 1, records), groupHash({ ...place, previous: Buffer.alloc(32, 1) }, 1, records), groupHash({ ...place, writer: 'v' }, 1, records),
      groupHash({ ...place, sequence: 2 }, 1, records), groupHash(place, 2, records), groupHash(place, 1, recordHash(Buffer.from('b'))),
    ];
    expect(new Set(hashes.map((bytes) => bytes.toString('hex'))).size).toBe(6);
  });
});
