import { href, parseRoute } from './route.js';

describe('a place in the console', () => {
  it.each([
    ['the start', [], {}],
    ['a page', ['buckets'], {}],
    ['a bucket and prefix', ['buckets', 'notes'], { prefix: 'a/b c/' }],
    ['a key with every mark that addresses use', ['buckets', 'notes', 'object'], { key: 'a/?&=#%20+é\u{1f600}' }],
    ['segments with slashes', ['keys', 'arn:aws:kms:us-east-1:000000000000:key/1'], {}],
  ] as [string, string[], Record<string, string>][])('comes back from its address: %s', (_why, segments, query) => {
    const route = parseRoute(href(segments, query));
    expect(route.segments).toEqual(segments);
    expect(Object.fromEntries(route.query)).toEqual(query);
  });

  it.each([['', []], ['#', []], ['#/', []], ['#/buckets', ['buckets']], ['#buckets', ['buckets']], ['#/a//b/', ['a', 'b']]])('is read from %p', (hash, segments) => {
    expect(parseRoute(hash).segments).toEqual(segments);
  });

  it('is shown as it is when it was cut short', () => {
    expect(parseRoute('#/buckets/%E').segments).toEqual(['buckets', '%E']);
  });

  it('has no empty values in its address', () => {
    expect(href(['buckets', 'notes'], { prefix: '', after: 'a' })).toBe('#/buckets/notes?after=a');
  });
});
