import { AccessRevision } from './access-revision.js';

function heardBy(revisions: readonly (string | undefined)[]): number {
  const revision = new AccessRevision();
  let told = 0;
  revision.onChange(() => { told += 1; });
  for (const one of revisions) revision.heard(one);
  return told;
}

describe('AccessRevision', () => {
  it.each([
    ['nothing was heard', [], 0],
    ['the first is heard, before which something may have been allowed', ['a'], 1],
    ['the same is heard again', ['a', 'a', 'a'], 1],
    ['another is heard', ['a', 'b', 'b'], 2],
    ['an old one comes back', ['a', 'b', 'a'], 3],
    ['an older service says none', ['a', undefined, '', 'a'], 1],
    ['an older service never says one', [undefined, ''], 0],
  ])('when %s, its listeners are told that often', (_, revisions, times) => {
    expect(heardBy(revisions)).toBe(times);
  });

  it('tells everyone who listens', () => {
    const revision = new AccessRevision();
    const told: string[] = [];
    for (const name of ['first', 'second']) revision.onChange(() => { told.push(name); });
    revision.heard('a');
    expect(told).toEqual(['first', 'second']);
  });
});
