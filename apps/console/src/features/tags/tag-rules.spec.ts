import { taggingHeader, TAGS_MAX, tagMistakes } from './tag-rules.js';

describe('an object’s tags', () => {
  it.each([
    ['none', []],
    ['any letters, and all the signs', [{ key: 'équipe ÄÖ', value: 'a+b-c=d.e_f:g/h@i 1' }, { key: 'Équipe', value: '' }]],
    ['as long as they may be', [{ key: 'k'.repeat(128), value: 'v'.repeat(256) }]],
    ['as many as there may be', Array.from({ length: TAGS_MAX }, (_, at) => ({ key: `k${at}`, value: '' }))],
  ])('are in order: %s', (_, tags) => {
    expect(tagMistakes(tags)).toEqual([]);
  });

  it.each([
    ['no name', [{ key: '', value: 'v' }], 0, 'Give the tag a name'],
    ['a name twice', [{ key: 'a', value: '1' }, { key: 'a', value: '1' }], 1, 'Another tag'],
    ['a name of AWS', [{ key: 'AWS:team', value: '' }], 0, 'aws:'],
    ['a name too long', [{ key: 'k'.repeat(129), value: '' }], 0, '128'],
    ['a value too long', [{ key: 'k', value: 'v'.repeat(257) }], 0, '256'],
    ['a name with another sign', [{ key: 'a&b', value: '' }], 0, 'letters, digits'],
    ['a value with a line feed', [{ key: 'a', value: 'b\nc' }], 0, 'letters, digits'],
  ])('are told where they are wrong: %s', (_, tags, at, told) => {
    expect(tagMistakes(tags)).toEqual([{ at, message: expect.stringContaining(told) as string }]);
  });

  it('are a query string in a header, or nothing', () => {
    expect(taggingHeader([])).toBeUndefined();
    expect(taggingHeader([{ key: 'cost centre', value: 'é+1' }, { key: 'a=b', value: '' }])).toBe('cost%20centre=%C3%A9%2B1&a%3Db=');
  });

  it('are told to be too many', () => {
    expect(tagMistakes(Array.from({ length: TAGS_MAX + 1 }, (_, at) => ({ key: `k${at}`, value: '' })))).toEqual([{ message: 'An object has at most 10 tags.' }]);
  });
});
