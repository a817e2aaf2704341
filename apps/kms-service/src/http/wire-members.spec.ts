import { refused } from '../../test/refused.js';
import { WireMembers } from './wire-members.js';

const parse = (json: string): WireMembers => WireMembers.parse(Buffer.from(json));
const code = (attempt: () => unknown): string => refused(attempt).code;

describe('WireMembers', () => {
  it('reads members of every type, and absent and null ones as absent', () => {
    const members = parse('{"T":"text","F":false,"I":-7,"B":"AAE=","L":["a",""],"O":[{"K":"v"}],"N":null}');
    expect([members.text('T'), members.flag('F'), members.integer('I'), members.texts('L')]).toEqual(['text', false, -7, ['a', '']]);
    expect(members.blob('B')).toEqual(Buffer.of(0, 1));
    expect(members.secret('B')?.reveal()).toEqual(Buffer.of(0, 1));
    expect(members.objects('O')?.[0]?.text('K')).toBe('v');
    for (const name of ['N', 'absent']) {
      expect([members.text(name), members.flag(name), members.integer(name), members.blob(name), members.secret(name), members.texts(name), members.objects(name)]).toEqual(new Array(7).fill(undefined));
    }
  });

  it('reads an object, and refuses members of it that nobody asked for where they must not be ignored', () => {
    const inner = parse('{"O":{"A":"a","B":"b"},"L":[]}').object('O');
    expect([inner?.text('A'), parse('{}').object('O'), parse('{"O":null}').object('O')]).toEqual(['a', undefined, undefined]);
    expect(() => { inner?.assertOnly('O', ['A', 'B', 'C']); }).not.toThrow();
    expect(refused(() => { inner?.assertOnly('O', ['A']); })).toMatchObject({ code: 'ValidationException', message: 'O has a member that is not supported.' });
    for (const json of ['{"O":[]}', '{"O":"x"}', '{"O":1}']) expect(code(() => parse(json).object('O'))).toBe('SerializationException');
  });

  it('takes no body for no members', () => {
    expect(parse('').text('T')).toBeUndefined();
  });

  it('finds nothing that was not sent: names of Object are not members', () => {
    expect(parse('{}').text('constructor')).toBeUndefined();
    expect(parse('{}').text('__proto__')).toBeUndefined();
  });

  it.each([['not JSON', '{'], ['an array', '[]'], ['null', 'null'], ['a text', '"x"'], ['a number', '1'], ['two values', '{}{}']])('refuses a body that is %s', (_, json) => {
    expect(code(() => parse(json))).toBe('SerializationException');
  });

  it('refuses a body that is not UTF-8', () => {
    expect(code(() => WireMembers.parse(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])))).toBe('SerializationException');
  });

  it.each([
    ['a number for a text', '{"X":1}', (members: WireMembers) => members.text('X')],
    ['a text for a flag', '{"X":"true"}', (members: WireMembers) => members.flag('X')],
    ['a fraction for a whole number', '{"X":1.5}', (members: WireMembers) => members.integer('X')],
    ['a text for a number', '{"X":"1"}', (members: WireMembers) => members.integer('X')],
    ['a number beyond whole numbers', '{"X":1e300}', (members: WireMembers) => members.integer('X')],
    ['a text for a list', '{"X":"a"}', (members: WireMembers) => members.texts('X')],
    ['a number in a list of texts', '{"X":["a",1]}', (members: WireMembers) => members.texts('X')],
    ['a text in a list of objects', '{"X":["a"]}', (members: WireMembers) => members.objects('X')],
    ['base64 without its padding', '{"X":"AAE"}', (members: WireMembers) => members.blob('X')],
    ['base64 with bits to spare', '{"X":"AAF="}', (members: WireMembers) => members.blob('X')],
    ['base64 with a newline', '{"X":"AA\\nE="}', (members: WireMembers) => members.blob('X')],
    ["base64 of URLs", '{"X":"-_8="}', (members: WireMembers) => members.blob('X')],
  ])('refuses %s', (_, json, read) => {
    expect(code(() => read(parse(json)))).toBe('SerializationException');
  });

  it('never quotes what was sent', () => {
    expect(refused(() => parse('{"Plaintext":"c2VjcmV0IQ"}').secret('Plaintext')).message).toBe('Plaintext is not base64.');
  });
});
