/** Where one is in a listing that is never held whole: the tokens of the pages before, the last of which gave this one. */
export interface Paging<Token = string> {
  readonly tokens: readonly Token[];
}

export const firstPage: Paging<never> = { tokens: [] };

/** Pages that one can go back to. A listing of ten million keys has more, and is left by its prefix. */
export const PAGES_BACK_MAX = 10_000;

export function tokenOf<Token>({ tokens }: Paging<Token>): Token | undefined {
  return tokens.at(-1);
}

export function pageNumber({ tokens }: Paging<unknown>): number {
  return tokens.length + 1;
}

/** The page after, by the token that this one ended with. Without one there is none. */
export function forward<Token>(paging: Paging<Token>, next: Token | undefined): Paging<Token> {
  if (next === undefined || paging.tokens.length >= PAGES_BACK_MAX) return paging;
  return { tokens: [...paging.tokens, next] };
}

export function back<Token>({ tokens }: Paging<Token>): Paging<Token> {
  return { tokens: tokens.slice(0, -1) };
}
