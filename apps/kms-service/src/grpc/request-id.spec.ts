import { Metadata } from '@grpc/grpc-js';
import { requestIdOf, REQUEST_ID_KEY } from './request-id.js';

function idFrom(...given: string[]): string {
  const metadata = new Metadata();
  for (const id of given) metadata.add(REQUEST_ID_KEY, id);
  return requestIdOf(metadata);
}

describe('requestIdOf', () => {
  it.each(['A', 'd3b07384-d9a0-4c9b-8f00-000000000000', '0123456789ABCDEF', 'a.b:c_d', 'x'.repeat(128)])('keeps %s', (id) => {
    expect(idFrom(id)).toBe(id);
  });

  it.each(['', ' ', 'two words', 'quote"', '{"a":1}', 'x'.repeat(129)])('makes a new one in place of %j', (id) => {
    expect(idFrom(id)).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('makes one where none was given, and takes the first of two', () => {
    expect(idFrom()).not.toBe(idFrom());
    expect(idFrom('first', 'second')).toBe('first');
  });
});
