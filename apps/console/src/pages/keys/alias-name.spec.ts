import { aliasMistake } from './alias-name.js';

describe('the name of an alias', () => {
  it.each(['notes', 'team/notes_1-a', 'a'.repeat(250)])('may be %s', (name) => {
    expect(aliasMistake(name)).toBeUndefined();
  });

  it.each([['aws/s3', 'own'], ['a b', 'letters'], ['', 'letters'], ['a'.repeat(251), '250'], ['alias:x', 'letters']])('may not be %j', (name, word) => {
    expect(aliasMistake(name)).toContain(word);
  });
});
