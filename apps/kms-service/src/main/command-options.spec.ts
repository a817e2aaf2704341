import { readOptions } from './command-options.js';

describe('readOptions', () => {
  it('reads values, flags and operands, in any order', () => {
    const options = readOptions(['--to', 'a', 'PLACE', '--data'], ['to'], ['data'], 1);
    expect(options).toEqual({ values: new Map([['to', 'a']]), flags: new Set(['data']), operands: ['PLACE'] });
  });

  it.each([[['--other', 'a']], [['--to']], [['PLACE']], [['--data=x']], [['--to=a', 'x', 'y']]])('takes no %j', (args) => {
    expect(readOptions(args, ['to'], ['data'], 0)).toBeUndefined();
  });
});
