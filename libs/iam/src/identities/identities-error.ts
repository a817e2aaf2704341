/** A document of identities that is not taken, with every mistake in it. No part of a document that has one is used. */
export class IdentitiesError extends Error {
  override readonly name = 'IdentitiesError';

  /** Each is `place: what is wrong`, such as `accounts[0].users[1].name: is given twice`. */
  constructor(readonly mistakes: readonly string[]) {
    super(mistakes.join('\n'));
  }
}
