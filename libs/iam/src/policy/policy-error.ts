/** One fault of a document: where it stands (`Statement[2].Condition.StringEquals["s3:prefix"]`; empty: the document itself) and what is wrong there. */
export interface PolicyMistake {
  readonly place: string;
  readonly what: string;
}

const TOLD_MAX = 5;

/** A policy document that is not taken, with every mistake in it. The message tells the first ones. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';

  constructor(readonly mistakes: readonly PolicyMistake[]) {
    const told = mistakes.slice(0, TOLD_MAX).map(({ place, what }) => (place === '' ? `The policy ${what}` : `${place}: ${what}`));
    const more = mistakes.length > TOLD_MAX ? `; and ${mistakes.length - TOLD_MAX} more` : '';
    super(`${told.join('; ')}${more}`);
  }
}
