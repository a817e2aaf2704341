import { folderPlace, lastPart, objectPlace, trailTo } from './bucket-places.js';

describe('places in a bucket', () => {
  it('keep every mark of a name', () => {
    expect(folderPlace('notes', 'a b/&/', '%')).toBe('#/buckets/notes?prefix=a+b%2F%26%2F&find=%25');
    expect(objectPlace('notes', 'a/b?.txt')).toBe('#/buckets/notes/object?key=a%2Fb%3F.txt');
  });

  it('lie on the way from the buckets', () => {
    expect(trailTo('notes', 'a//b.txt').map(({ name }) => name)).toEqual(['Buckets', 'notes', 'a', '(no name)']);
    expect(trailTo('notes', 'a/b/').map(({ to }) => to).slice(2)).toEqual([folderPlace('notes', 'a/'), folderPlace('notes', 'a/b/')]);
    expect(trailTo('notes', 'b.txt')).toHaveLength(2);
  });

  it.each([['a/b.txt', 'b.txt'], ['a/b/', 'b'], ['b', 'b']])('%s is shown as %s in its folder', (name, part) => {
    expect(lastPart(name)).toBe(part);
  });
});
