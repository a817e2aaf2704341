import { parseTemplate, segmentsOf, TemplateError, textOf } from './template.js';

const both = { wildcards: true, variables: true };

describe('parseTemplate', () => {
  it.each([
    ['', [{ kind: 'text', text: '' }]],
    ['abc', [{ kind: 'text', text: 'abc' }]],
    ['a*?', [{ kind: 'text', text: 'a' }, { kind: 'star' }, { kind: 'one' }]],
    ['a${aws:UserName}b', [{ kind: 'text', text: 'a' }, { kind: 'variable', name: 'aws:username' }, { kind: 'text', text: 'b' }]],
    ["${a:b, 'c''d}'}", [{ kind: 'variable', name: 'a:b', fallback: "c'd}" }]],
    ['${*}${?}${$}$', [{ kind: 'text', text: '*?$$' }]],
  ])('%j', (text, parts) => {
    expect(parseTemplate(text, both)).toEqual(parts);
  });

  it('takes everything as text where nothing is special', () => {
    expect(parseTemplate('a*?${b}${', { wildcards: false, variables: false })).toEqual([{ kind: 'text', text: 'a*?${b}${' }]);
  });

  it.each(['${', '${a', '${}', '${a b,}', "${a 'b'}", '${a{b}', '${a*}'])('refuses %j', (text) => {
    expect(() => parseTemplate(text, both)).toThrow(TemplateError);
  });
});

describe('a template', () => {
  const context = (name: string) => new Map<string, string | string[]>([['a', 'x*'], ['list', ['x']]]).get(name);

  it.each([
    ['-${a}-', '-x*-'],
    ["${b, 'y'}${a}", 'yx*'],
    ['${b}', undefined],
    ['${list}', undefined],
    ["${list, 'z'}", 'z'],
  ])('%j filled in is %j', (text, expected) => {
    expect(textOf(parseTemplate(text, { wildcards: false, variables: true }), context)).toBe(expected);
  });

  it.each([
    ['${a}', [{ text: 'x*' }]],
    ['*', [{ text: '' }, { text: '' }]],
    ['**a***b**', [{ text: '' }, { text: 'a' }, { text: 'b' }, { text: '' }]],
    ['a?*', [{ text: 'a?', anyOne: [false, true] }, { text: '' }]],
    ['${a}*${b}', undefined],
  ])('%j as segments', (text, expected) => {
    expect(segmentsOf(parseTemplate(text, both), context)).toEqual(expected);
  });
});
