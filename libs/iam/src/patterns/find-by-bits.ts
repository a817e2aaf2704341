const WORD_BITS = 32;

/** Sets of places in the wanted text, a bit each: where any character is taken, and where each character is taken. */
interface Places {
  readonly any: Uint32Array;
  readonly byCharacter: ReadonlyMap<number, Uint32Array>;
}

/**
 * The first place in `text` at or after `from` where `wanted` fits and ends at or before `end`, or -1. At the places that `anyOne` marks any character does.
 *
 * All starts that still fit are kept at once as the bits of one long number, which each character of the text shifts and thins out (Baeza-Yates and Gonnet,
 * "A new approach to text searching", 1992). A hostile text takes no longer than any other: the text's length by a 32nd of the wanted text's.
 */
export function findByBits(wanted: string, anyOne: readonly boolean[], text: string, from: number, end: number): number {
  const { any, byCharacter } = placesOf(wanted, anyOne);
  const lastWord = any.length - 1;
  const lastBit = 1 << ((wanted.length - 1) % WORD_BITS);
  const fitting = new Uint32Array(any.length);
  for (let at = from; at < end; at += 1) {
    const places = byCharacter.get(text.charCodeAt(at)) ?? any;
    let carry = 1;
    for (let word = 0; word <= lastWord; word += 1) {
      const bits = fitting[word] ?? 0;
      fitting[word] = ((bits << 1) | carry) & (places[word] ?? 0);
      carry = bits >>> (WORD_BITS - 1);
    }
    if (((fitting[lastWord] ?? 0) & lastBit) !== 0) return at - wanted.length + 1;
  }
  return -1;
}

function placesOf(wanted: string, anyOne: readonly boolean[]): Places {
  const any = new Uint32Array(Math.ceil(wanted.length / WORD_BITS));
  for (let index = 0; index < wanted.length; index += 1) if (anyOne[index] === true) mark(any, index);
  const byCharacter = new Map<number, Uint32Array>();
  for (let index = 0; index < wanted.length; index += 1) {
    if (anyOne[index] === true) continue;
    const character = wanted.charCodeAt(index);
    const places = byCharacter.get(character) ?? any.slice();
    mark(places, index);
    byCharacter.set(character, places);
  }
  return { any, byCharacter };
}

function mark(places: Uint32Array, index: number): void {
  const word = Math.floor(index / WORD_BITS);
  places[word] = (places[word] ?? 0) | (1 << (index % WORD_BITS));
}
