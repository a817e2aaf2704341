import { ArgumentError, parseArguments } from './arguments.js';

describe('parseArguments', () => {
  it('measures everything in five rounds when nothing is said', () => {
    expect(parseArguments([])).toEqual({ smoke: false, micro: false, rounds: 5, only: '', pin: false, help: false });
  });

  it('takes every option', () => {
    const argv = ['--json', 'out.json', '--only', 'PUT', '--rounds', '7', '--pin', '--micro', '--profile', 'prof'];
    expect(parseArguments(argv)).toEqual({
      smoke: false,
      micro: true,
      rounds: 7,
      only: 'PUT',
      pin: true,
      help: false,
      jsonFile: 'out.json',
      profileDir: 'prof',
    });
  });

  it('runs one round in a smoke run', () => {
    expect(parseArguments(['--smoke'])).toMatchObject({ smoke: true, rounds: 1 });
  });

  it('lets a smoke run have more rounds', () => {
    expect(parseArguments(['--smoke', '--rounds=2'])).toMatchObject({ smoke: true, rounds: 2 });
  });

  it.each(['1', '100'])('takes %s rounds', (rounds) => {
    expect(parseArguments(['--rounds', rounds]).rounds).toBe(Number(rounds));
  });

  it.each([
    { why: 'no rounds', argv: ['--rounds', '0'], says: '"0"' },
    { why: 'one round too many', argv: ['--rounds', '101'], says: '"101"' },
    { why: 'half a round', argv: ['--rounds', '2.5'], says: '"2.5"' },
    { why: 'rounds that are no number', argv: ['--rounds', 'many'], says: '"many"' },
    { why: 'an unknown option', argv: ['--fast'], says: '--fast' },
    { why: 'an option without its value', argv: ['--json'], says: '--json' },
    { why: 'a stray word', argv: ['put'], says: 'put' },
  ])('refuses $why', ({ argv, says }) => {
    expect(() => parseArguments(argv)).toThrow(ArgumentError);
    expect(() => parseArguments(argv)).toThrow(says);
  });
});
