import type { LookupQuery } from '@coffer/audit';
import { decodeNextToken, encodeNextToken } from './next-token.js';

const query: LookupQuery = { accountId: '000000000000', category: 'Management', attribute: { key: 'EventName', value: 'Decrypt' }, from: new Date(0), to: new Date(1000) };
const place = { row: '019b7cc2edae/a writer/0000000000000001', sequence: 7, position: 3 };
const invalid = expect.objectContaining({ code: 'InvalidNextTokenException' }) as Error;

describe('the token of the next page', () => {
  it('tells where the page ended', () => {
    expect(decodeNextToken(query, encodeNextToken(query, place))).toEqual(place);
  });

  it.each<[string, Partial<LookupQuery>]>([
    ['account', { accountId: '111122223333' }], ['category', { category: 'Data' }], ['attribute', { attribute: { key: 'EventName', value: 'Encrypt' } }],
    ['attribute, or none', { attribute: undefined }], ['start', { from: new Date(1) }], ['end', { to: new Date(1001) }],
  ])('is of no use to a query of another %s', (_, changes) => {
    const token = encodeNextToken(query, place);
    expect(() => decodeNextToken({ ...query, ...changes }, token)).toThrow(invalid);
  });

  it.each(['', 'x', 'zzzzzzzzzzzz/w/1', '0', `${'f'.repeat(11)}/w`])('does not take %j for a row', (row) => {
    expect(() => decodeNextToken(query, encodeNextToken(query, { ...place, row }))).toThrow(invalid);
  });

  it.each(['', 'x', '{}', Buffer.from('[]').toString('base64url'), Buffer.from('[1]').toString('base64url'), Buffer.from('{"a":1}').toString('base64url'), 'A'.repeat(1_001)])('is not %j', (token) => {
    expect(() => decodeNextToken(query, token)).toThrow(invalid);
  });
});
