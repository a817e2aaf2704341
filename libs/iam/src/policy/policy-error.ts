/** A policy document that is not taken, with every mistake in it. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';

  constructor(readonly mistakes: readonly { readonly place: string; readonly what: string }[]) {
    super(mistakes.map(({ place, what }) => `${place}: ${what}`).join('; '));
  }
}
