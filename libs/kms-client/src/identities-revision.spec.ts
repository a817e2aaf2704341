import { IdentitiesRevision } from './identities-revision.js';

describe('IdentitiesRevision', () => {
  it('tells the first revision and every other one, once', () => {
    const told: string[] = [];
    const revision = new IdentitiesRevision();
    revision.onChange((text) => { told.push(text); });
    for (const text of [undefined, '', 'a', 'a', '', 'b']) revision.heard(text);
    expect(told).toEqual(['a', 'b']);
  });

  it('tells who comes late what was heard', () => {
    const told: string[] = [];
    const revision = new IdentitiesRevision();
    revision.heard('a');
    revision.onChange((text) => { told.push(text); });
    expect(told).toEqual(['a']);
  });
});
