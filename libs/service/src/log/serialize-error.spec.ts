import { CAUSE_DEPTH_MAX, serializeError, type SerializedError } from './serialize-error.js';

function depth(error: SerializedError): number {
  return error.cause === undefined ? 1 : 1 + depth(error.cause);
}

describe('serializeError', () => {
  it('gives name, code, message, stack and the causes', () => {
    const cause = Object.assign(new TypeError('no address'), { code: 'ENOTFOUND' });
    const serialized = serializeError(new Error('no answer', { cause }));
    expect(serialized).toMatchObject({ name: 'Error', message: 'no answer', cause: { name: 'TypeError', code: 'ENOTFOUND', message: 'no address' } });
    expect(serialized.stack).toContain('serialize-error.spec');
    expect(serialized).not.toHaveProperty('code');
  });

  it('gives no other property, of the error or of a cause', () => {
    const cause = Object.assign(new Error('inner'), { config: { secret: 'hidden' } });
    const error = Object.assign(new Error('outer', { cause }), { response: 'hidden', toJSON: () => 'hidden' });
    expect(JSON.stringify(serializeError(error))).not.toContain('hidden');
  });

  it('gives no code that is an object', () => {
    expect(serializeError(Object.assign(new Error('x'), { code: { secret: 'hidden' } }))).not.toHaveProperty('code');
  });

  it.each([['text', 'hidden', 'string'], ['null', null, 'null'], ['an object', { secret: 'hidden' }, 'object']])('tells only the type of %s', (_, thrown, type) => {
    expect(serializeError(thrown)).toEqual({ name: 'NotAnError', message: `a value of type ${type} was thrown` });
  });

  it('ends at a ring of causes', () => {
    const [a, b] = [new Error('a'), new Error('b')];
    a.cause = b;
    b.cause = a;
    expect(depth(serializeError(a))).toBe(CAUSE_DEPTH_MAX);
  });

  it('does not trust the types of an error', () => {
    const error = Object.assign(new Error('x'), { name: 5, message: { secret: 'hidden' }, stack: null });
    expect(serializeError(error)).toEqual({ name: '', message: '', stack: '' });
  });
});
