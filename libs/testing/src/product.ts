/** Every pair of one of these and one of those, for `it.each`. */
export function product<A, B>(these: readonly A[], those: readonly B[]): [A, B][] {
  return these.flatMap((a) => those.map((b): [A, B] => [a, b]));
}
