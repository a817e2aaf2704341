import { parseRecipe, printsAs } from './recipe.js';

const page = '# A page\n\nWords.\n\n```yaml identities.yaml\naccounts: []\n```\n\n```console\nroot$ true\nalice$ echo a\na\n...\nbob-b$ false\n```\n\n```text\nnot a file\n```\n';

describe('parseRecipe', () => {
  it('takes files by the names beside their language, and sessions command by command', () => {
    const { title, files, steps } = parseRecipe(page);
    expect(title).toBe('A page');
    expect([...files]).toEqual([['identities.yaml', 'accounts: []\n']]);
    expect(steps).toEqual([
      { user: 'root', command: 'true', printed: '' },
      { user: 'alice', command: 'echo a', printed: 'a\n...' },
      { user: 'bob-b', command: 'false', printed: '' },
    ]);
  });

  it('refuses a page that runs nothing, and a session that begins with what is printed', () => {
    expect(() => parseRecipe('# Nothing\n')).toThrow('a recipe without a session');
    expect(() => parseRecipe('```console\nprinted\n```\n')).toThrow('a session begins with "printed"');
  });
});

describe('printsAs', () => {
  it.each([
    ['a', 'a\n', true],
    ['a', 'ab', false],
    ['a...', 'ab', true],
    ['...b', 'ab', true],
    ['a...b...c', 'a1b2c', true],
    ['a...b...c', 'a1c2b', false],
    ['ab...bc', 'abc', false],
    ['a...a', 'a', false],
    ['...', '', true],
  ])('%j against %j', (expected, text, same) => {
    expect(printsAs(expected, text)).toBe(same);
  });
});
