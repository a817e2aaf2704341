import type { Row } from '../stats/row.js';

const COLUMNS = ['row', 'ours (least-most)', 'control', 'ratio (least-most)', 'target', ''] as const;

/** The rows as aligned text, with a closing line that counts what was missed. Notes stand under the table, one a line. */
export function table(rows: readonly Row[]): string {
  const lines = [COLUMNS, ...rows.map(cells)];
  const widths = COLUMNS.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const text = lines.map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd());
  return [...text, '', ...notes(rows), verdict(rows)].join('\n');
}

function cells(row: Row): string[] {
  return [
    row.name,
    `${figure(row.value)} ${row.unit} (${range(row.valueRange)})`,
    row.control === null ? '-' : figure(row.control),
    row.ratio === null || row.ratioRange === null ? '-' : `${row.ratio.toFixed(2)} (${row.ratioRange.map((ratio) => ratio.toFixed(2)).join('-')})`,
    row.target === null || row.bound === null ? '-' : `${row.bound} ${figure(row.target)}`,
    row.met === null ? '' : row.met ? 'met' : 'MISSED',
  ];
}

function notes(rows: readonly Row[]): string[] {
  return rows.filter((row) => row.note !== '').map((row) => `${row.name}: ${row.note}`);
}

function verdict(rows: readonly Row[]): string {
  const bounded = rows.filter((row) => row.met !== null);
  if (bounded.length === 0) return 'no target was judged';
  const missed = bounded.filter((row) => row.met === false).length;
  return `${String(bounded.length - missed)} of ${String(bounded.length)} targets met, ${String(missed)} missed`;
}

/** Three digits that count, and no more: the rest is noise. */
export function figure(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return String(Number(value.toPrecision(3)));
}

function range(bounds: readonly [number, number]): string {
  return bounds.map(figure).join('-');
}
