import { memberPlace, type Mistakes } from './mistakes.js';
import { NESTING_MAX } from './policy-limits.js';

/** An object or list that is open at some place of the text. */
interface Open {
  readonly place: string;
  /** The names seen so far; absent in a list. */
  readonly names?: Set<string>;
  index: number;
  /** The name whose value comes next. */
  name: string;
}

/**
 * Notes names that one object of a JSON text has twice, and objects inside of each other deeper than the limit. JSON.parse keeps the last of
 * two members without a word, so that an author could read one policy and we another. The text must be well-formed JSON.
 */
export function checkMembers(text: string, mistakes: Mistakes): void {
  const stack: Open[] = [];
  let isName = false;
  for (const token of tokensOf(text)) {
    const open = stack[stack.length - 1];
    if (token === '{' || token === '[') {
      if (stack.length === NESTING_MAX) return mistakes.add('', `has more than ${NESTING_MAX} objects and lists inside of each other`);
      stack.push({ place: placeIn(open), index: 0, name: '', ...(token === '{' && { names: new Set<string>() }) });
      isName = token === '{';
    } else if (token === '}' || token === ']') {
      stack.pop();
      isName = false;
    } else if (token === ',') {
      if (open !== undefined) open.index += 1;
      isName = open?.names !== undefined;
    } else if (token === ':') isName = false;
    else if (isName && open?.names !== undefined) readName(open, token, mistakes);
  }
}

function readName(open: Open, token: string, mistakes: Mistakes): void {
  open.name = JSON.parse(token) as string;
  if (open.names?.has(open.name) === true) mistakes.add(memberPlace(open.place, open.name), 'is given twice');
  open.names?.add(open.name);
}

function placeIn(open: Open | undefined): string {
  if (open === undefined) return '';
  return open.names === undefined ? `${open.place}[${open.index}]` : memberPlace(open.place, open.name);
}

/** Texts with their quotes, signs, and whatever else stands between white space. */
function* tokensOf(text: string): Generator<string> {
  const tokenForm = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s"{}[\],:]+/y;
  const spaceForm = /\s*/y;
  let at = 0;
  while (at < text.length) {
    spaceForm.lastIndex = at;
    at += spaceForm.exec(text)?.[0].length ?? 0;
    tokenForm.lastIndex = at;
    const token = tokenForm.exec(text)?.[0];
    if (token === undefined) return;
    yield token;
    at += token.length;
  }
}
