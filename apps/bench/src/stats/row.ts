import type { Pair } from './interleave.js';
import { median } from './quantile.js';

/** What a row should reach: a bound on its ratio to the control, or on the value itself where there is no control. */
export interface Target {
  readonly bound: 'at least' | 'at most';
  readonly value: number;
}

/** One line of the results, as it is printed and as `--json` writes it. */
export interface Row {
  readonly name: string;
  /** The median of the rounds. */
  readonly value: number;
  readonly unit: string;
  /** The control's median, in the same unit; null where there is nothing to compare with. */
  readonly control: number | null;
  /** The median of the rounds' own ratios, ours to control: what slows one round slows both of its sides. */
  readonly ratio: number | null;
  readonly target: number | null;
  readonly bound: Target['bound'] | null;
  readonly met: boolean | null;
  /** Least and greatest of the rounds. */
  readonly valueRange: readonly [number, number];
  readonly ratioRange: readonly [number, number] | null;
  /** What the figures alone do not tell: latencies, what was excluded. */
  readonly note: string;
}

export interface RowTitle {
  readonly name: string;
  readonly unit: string;
  readonly target?: Target;
}

/** A row of interleaved rounds. The target bounds the ratio. */
export function comparedRow(title: RowTitle, pairs: readonly Pair[], note = ''): Row {
  const ours = pairs.map((pair) => pair.ours);
  const ratios = pairs.map((pair) => pair.ours / pair.control);
  const ratio = median(ratios);
  return {
    ...headOf(title, ratio),
    value: median(ours),
    control: median(pairs.map((pair) => pair.control)),
    ratio,
    valueRange: rangeOf(ours),
    ratioRange: rangeOf(ratios),
    note,
  };
}

/** A row without a control. The target bounds the value. */
export function plainRow(title: RowTitle, values: readonly number[], note = ''): Row {
  const value = median(values);
  return { ...headOf(title, value), value, control: null, ratio: null, valueRange: rangeOf(values), ratioRange: null, note };
}

function headOf(title: RowTitle, bounded: number): Pick<Row, 'name' | 'unit' | 'target' | 'bound' | 'met'> {
  const { name, unit, target } = title;
  if (target === undefined) return { name, unit, target: null, bound: null, met: null };
  return { name, unit, target: target.value, bound: target.bound, met: isMet(target, bounded) };
}

function isMet(target: Target, bounded: number): boolean {
  return target.bound === 'at least' ? bounded >= target.value : bounded <= target.value;
}

function rangeOf(values: readonly number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}
