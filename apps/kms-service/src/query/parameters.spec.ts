import { LIST_MEMBERS_MAX, Parameters, PARAMETERS_MAX } from './parameters.js';
import { QueryError } from './query-error.js';

function refused(attempt: () => unknown): { readonly code: string; readonly message: string } {
  try {
    attempt();
  } catch (error) {
    if (error instanceof QueryError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('it was taken');
}

const violation = (member: string, constraint: string): object => ({ code: 'ValidationError', message: `1 validation error detected: Value at '${member}' failed to satisfy constraint: ${constraint}` });

describe('Parameters', () => {
  it('reads texts, numbers and lists, in the form that clients write', () => {
    const parameters = Parameters.parse('Name=a+b%2Fc&Count=12&Tags.member.1.Key=k&Tags.member.1.Value=&Tags.member.2.Key=l&Keys.member.1=x&Keys.member.2=y');
    expect([parameters.required('Name', { max: 5 }), parameters.integer('Count', 1, 12)]).toEqual(['a b/c', 12]);
    expect(parameters.list('Tags', 2).map((tag) => [tag.raw('Key'), tag.optional('Value', { min: 0, max: 1 })])).toEqual([['k', ''], ['l', undefined]]);
    expect(parameters.texts('Keys', 2, { max: 1 })).toEqual(['x', 'y']);
    expect([parameters.optional('None', { max: 1 }), parameters.integer('None', 1, 2), parameters.list('None', 1), parameters.raw('None')]).toEqual([undefined, undefined, [], undefined]);
  });

  it('ends a list at its first gap', () => {
    expect(Parameters.parse('Keys.member.1=x&Keys.member.3=z').texts('Keys', 9, { max: 1 })).toEqual(['x']);
  });

  it("tells what is wrong in AWS's words, and quotes nothing", () => {
    const parameters = Parameters.parse('RoleArn=abc&Count=1&Bad=1.5&Tags.member.1.Key=toolong');
    expect(refused(() => parameters.required('RoleArn', { min: 4, max: 9 }))).toEqual(violation('roleArn', 'Member must have length greater than or equal to 4'));
    expect(refused(() => parameters.required('RoleArn', { max: 2 }))).toEqual(violation('roleArn', 'Member must have length less than or equal to 2'));
    expect(refused(() => parameters.required('RoleArn', { max: 9, pattern: /^[0-9]+$/ }))).toEqual(violation('roleArn', 'Member must satisfy regular expression pattern: [0-9]+'));
    expect(refused(() => parameters.required('None', { max: 9 }))).toEqual(violation('none', 'Member must not be null'));
    expect(refused(() => parameters.integer('Count', 2, 9))).toEqual(violation('count', 'Member must have value greater than or equal to 2'));
    expect(refused(() => parameters.integer('Count', 0, 0))).toEqual(violation('count', 'Member must have value less than or equal to 0'));
    expect(refused(() => parameters.integer('Bad', 0, 9))).toEqual({ code: 'ValidationError', message: 'bad must be a whole number.' });
    expect(refused(() => parameters.list('Tags', 1)[0]?.required('Key', { max: 3 }))).toEqual(violation('tags.member.1.Key', 'Member must have length less than or equal to 3'));
    expect(refused(() => parameters.list('Tags', 0))).toEqual(violation('tags', 'Member must have length less than or equal to 0'));
  });

  it('takes its limits and not one more', () => {
    const form = (count: number): string => Array.from({ length: count }, (_, n) => `p${String(n)}=`).join('&');
    Parameters.parse(form(PARAMETERS_MAX));
    expect(refused(() => Parameters.parse(form(PARAMETERS_MAX + 1))).code).toBe('MalformedQueryString');
    const list = (count: number): string => Array.from({ length: count }, (_, n) => `K.member.${String(n + 1)}=x`).join('&');
    expect(Parameters.parse(list(LIST_MEMBERS_MAX + 1)).list('K', Number.MAX_SAFE_INTEGER)).toHaveLength(LIST_MEMBERS_MAX);
  });

  it('refuses what is said twice', () => {
    expect(refused(() => Parameters.parse('a=1&a=1')).code).toBe('MalformedQueryString');
  });

  it('finds nothing that was not sent: names of Object are not parameters', () => {
    expect(Parameters.parse('a=1').raw('constructor')).toBeUndefined();
  });
});
