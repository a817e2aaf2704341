import { METADATA_SIZE_MAX, metadataMistakes } from './metadata-rules.js';

describe('an object’s metadata', () => {
  it('is in order', () => {
    expect(metadataMistakes([{ key: 'team', value: 'blue green' }, { key: 'x-Y_1', value: '' }])).toEqual([]);
  });

  it.each([
    [[{ key: '', value: 'a' }], 0], [[{ key: 'a b', value: 'a' }], 0], [[{ key: 'a', value: '1' }, { key: 'A', value: '2' }], 1], [[{ key: 'a', value: 'é' }], 0], [[{ key: 'a', value: '1\n2' }], 0],
  ])('names the pair that is wrong: %j', (pairs, at) => {
    expect(metadataMistakes(pairs)).toEqual([expect.objectContaining({ at })]);
  });

  it('may be its limit and no byte more', () => {
    expect(metadataMistakes([{ key: 'k', value: 'x'.repeat(METADATA_SIZE_MAX - 1) }])).toEqual([]);
    expect(metadataMistakes([{ key: 'k', value: 'x'.repeat(METADATA_SIZE_MAX) }])).toEqual([{ message: expect.stringContaining('2,048') as string }]);
  });
});
