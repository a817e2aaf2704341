import { refused } from '../../test/refused.js';
import { assertConstraints, lengthOf, oneOf, patternOf, present, QUOTED_LENGTH_MAX, rangeOf, required, sizeOf, type Violation } from './constraints.js';

const message = (...violations: Violation[]): string => refused(() => { assertConstraints(...violations); }).message;

describe('constraints', () => {
  it.each([
    ['a missing member', present('keyId', undefined), "Value null at 'keyId' failed to satisfy constraint: Member must not be null"],
    ['a text that is too short', lengthOf('keyId', '', 1, 2), "Value '' at 'keyId' failed to satisfy constraint: Member must have length greater than or equal to 1"],
    ['a text that is too long', lengthOf('keyId', 'abc', 1, 2), "Value 'abc' at 'keyId' failed to satisfy constraint: Member must have length less than or equal to 2"],
    ['bytes that must not be quoted', sizeOf('plaintext', Buffer.alloc(3), 1, 2), "Value at 'plaintext' failed to satisfy constraint: Member must have length less than or equal to 2"],
    ['a number that is too small', rangeOf('limit', 0, 1, 9), "Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1"],
    ['a number that is too large', rangeOf('limit', 10, 1, 9), "Value '10' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 9"],
    ['a text of another form', patternOf('aliasName', 'a b', /^[a/]+$/), "Value 'a b' at 'aliasName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a/]+$"],
    ['a word that is not in the list', oneOf('keySpec', 'X', ['A', 'B']), "Value 'X' at 'keySpec' failed to satisfy constraint: Member must satisfy enum value set: [A, B]"],
  ])("says what is wrong with %s in AWS's words", (_, violation, words) => {
    expect(message(violation)).toBe(`1 validation error detected: ${words}`);
  });

  it('tells all that is wrong at once', () => {
    expect(message(present('a', undefined), undefined, rangeOf('b', 5, 1, 2))).toBe(
      "2 validation errors detected: Value null at 'a' failed to satisfy constraint: Member must not be null; Value '5' at 'b' failed to satisfy constraint: Member must have value less than or equal to 2",
    );
  });

  it('finds nothing wrong at the limits, nor with what is absent', () => {
    const fine = [lengthOf('a', 'x', 1, 2), lengthOf('a', 'xx', 1, 2), rangeOf('b', 1, 1, 2), rangeOf('b', 2, 1, 2), sizeOf('c', Buffer.alloc(2), 1, 2), oneOf('d', 'A', ['A'])];
    const absent = [lengthOf('a', undefined, 1, 2), rangeOf('b', undefined, 1, 2), sizeOf('c', undefined, 1, 2), oneOf('d', undefined, []), patternOf('e', undefined, /^$/)];
    expect(() => { assertConstraints(...fine, ...absent, present('f', '')); }).not.toThrow();
  });

  it('cuts what it quotes', () => {
    expect(message(lengthOf('a', 'x'.repeat(QUOTED_LENGTH_MAX + 1), 1, 2))).toContain(`'${'x'.repeat(QUOTED_LENGTH_MAX)}'`);
  });

  it('returns a member that is there', () => {
    expect(required('a', 7)).toBe(7);
    expect(refused(() => required('a', undefined)).code).toBe('ValidationException');
  });
});
