import { inOrder } from './list-versions.js';

const at = (second: number): Date => new Date(1_760_000_000_000 + second * 1_000);

describe('versions and delete markers', () => {
  it('stand by key, then newest first, whichever list told of them', () => {
    const versions = inOrder({
      Versions: [
        { Key: 'a', VersionId: '3', IsLatest: false, LastModified: at(3), Size: 30 },
        { Key: 'a', VersionId: '1', IsLatest: false, LastModified: at(1), Size: 10 },
        { Key: 'b+c', VersionId: 'null', IsLatest: true, LastModified: at(9), Size: 1 },
      ],
      DeleteMarkers: [{ Key: 'a', VersionId: '4', IsLatest: true, LastModified: at(4) }, { Key: 'a', VersionId: '2', IsLatest: false, LastModified: at(2) }],
    });
    expect(versions.map(({ key, id, isMarker, size }) => [key, id, isMarker, size])).toEqual([
      ['a', '4', true, 0], ['a', '3', false, 30], ['a', '2', true, 0], ['a', '1', false, 10], ['b c', 'null', false, 1],
    ]);
  });

  it('have the latest first even if a clock was behind when it was written', () => {
    const [first] = inOrder({ Versions: [{ Key: 'a', VersionId: 'old', IsLatest: false, LastModified: at(5) }], DeleteMarkers: [{ Key: 'a', VersionId: 'new', IsLatest: true, LastModified: at(1) }] });
    expect(first?.id).toBe('new');
  });

  it('are none where nothing was told', () => {
    expect(inOrder({})).toEqual([]);
  });
});
