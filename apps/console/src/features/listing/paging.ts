/** Where one is in a listing that is never held whole: the tokens of the pages before, the last of which gave this one. */
export interface Paging {
  readonly tokens: readonly string[];
}

export const firstPage: Paging = { tokens: [] };

/** Pages that one can go back to. A listing of ten million keys has more, and is left by its prefix. */
export const PAGES_BACK_MAX = 10_000;

export function tokenOf({ tokens }: Paging): string | undefined {
  return tokens.at(-1);
}

export function pageNumber({ tokens }: Paging): number {
  return tokens.length + 1;
}

/** The page after, by the token that this one ended with. Without one there is none. */
export function forward(paging: Paging, next: string | undefined): Paging {
  if (next === undefined || paging.tokens.length >= PAGES_BACK_MAX) return paging;
  return { tokens: [...paging.tokens, next] };
}

export function back({ tokens }: Paging): Paging {
  return { tokens: tokens.slice(0, -1) };
}
