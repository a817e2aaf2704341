import { encodeEntry, encodeHead, parseEntry, parseHead } from './stored-entry.js';

const entryId = Buffer.alloc(16, 7);
const ids = ['01ARZ3NDEKTSV4RRFFQ69G5FAV', '01ARZ3NDEKTSV4RRFFQ69G5FAW'];

describe('stored entries', () => {
  it.each([
    ['a head of an inline body', encodeHead({ kind: 'inline', hasId: false, hasTags: false, entryId, shown: Buffer.from('ab') }), `0100${'07'.repeat(16)}6162`],
    ['a head of stored bodies that shows nothing', encodeHead({ kind: 'bodies', hasId: false, hasTags: false, entryId, shown: Buffer.alloc(0) }), `0101${'07'.repeat(16)}`],
    ['a head of a version with an id of its own', encodeHead({ kind: 'bodies', hasId: true, hasTags: false, entryId, shown: Buffer.alloc(0) }), `0105${'07'.repeat(16)}`],
    ['a head with tags', encodeHead({ kind: 'inline', hasId: false, hasTags: true, entryId, shown: Buffer.alloc(0) }), `0108${'07'.repeat(16)}`],
    ['a head with tags and an id of its own', encodeHead({ kind: 'bodies', hasId: true, hasTags: true, entryId, shown: Buffer.alloc(0) }), `010d${'07'.repeat(16)}`],
    ['a delete marker', encodeHead({ kind: 'marker', hasId: true, hasTags: false, entryId, shown: Buffer.from('m') }), `0106${'07'.repeat(16)}6d`],
    ['a null delete marker', encodeHead({ kind: 'marker', hasId: false, hasTags: false, entryId, shown: Buffer.alloc(0) }), `0102${'07'.repeat(16)}`],
    ['an inline body', encodeEntry({ record: Buffer.from('r'), body: { kind: 'inline', bytes: Buffer.from('xy') } }), '010000000001727879'],
    ['two bodies', encodeEntry({ record: Buffer.alloc(0), body: { kind: 'bodies', ids } }), `010100000000${Buffer.from(ids.join('')).toString('hex')}`],
  ])('writes %s as drawn', (_, bytes, hex) => {
    expect(bytes.toString('hex')).toBe(hex);
  });

  it.each([
    ['an unknown format', Buffer.from(`0200${'07'.repeat(16)}`, 'hex'), parseHead],
    ['an unknown kind', Buffer.from(`0103${'07'.repeat(16)}`, 'hex'), parseHead],
    ['an unknown kind with an id', Buffer.from(`0107${'07'.repeat(16)}`, 'hex'), parseHead],
    ['a delete marker with tags', Buffer.from(`010e${'07'.repeat(16)}`, 'hex'), parseHead],
    ['an unknown kind with tags', Buffer.from(`010b${'07'.repeat(16)}`, 'hex'), parseHead],
    ['a kind beyond all', Buffer.from(`0110${'07'.repeat(16)}`, 'hex'), parseHead],
    ['an entry of a delete marker, which has none', Buffer.from('010200000000', 'hex'), parseEntry],
    ['a head cut short', Buffer.from(`0100${'07'.repeat(15)}`, 'hex'), parseHead],
    ['an empty entry', Buffer.alloc(0), parseEntry],
    ['an entry cut short in its length', Buffer.from('0100000000', 'hex'), parseEntry],
    ['a record longer than the entry', Buffer.from('01000000000261', 'hex'), parseEntry],
    ['half a body id', Buffer.from('01010000000030303030', 'hex'), parseEntry],
  ] as const)('refuses %s as damage, and tells the client nothing of it', (_, bytes, parse) => {
    expect(() => parse(bytes)).toThrow(/^We encountered an internal error. Please try again.$/);
  });
});
