/**
 * The value below which `fraction` of the sample lies, interpolated between neighbours; `fraction` 0 is the least and 1 the greatest.
 * Throws RangeError if the sample is empty: a figure from nothing must not reach a table.
 */
export function quantile(sample: readonly number[], fraction: number): number {
  const sorted = sample.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * fraction;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) throw new RangeError('a quantile of an empty sample');
  return below + (above - below) * (position - Math.floor(position));
}

/** The middle of the sample: one slow round, while another program had the processor, does not move it. */
export function median(sample: readonly number[]): number {
  return quantile(sample, 0.5);
}
