import type { ReactElement } from 'react';
import { count } from '../../format/format.js';
import type { HourCount } from './hours.js';
import './charts.css';

export interface HourChartProps {
  /** "Uses of the key" */
  readonly title: string;
  readonly hours: readonly HourCount[];
}

const [WIDTH, HEIGHT, FOOT] = [720, 150, 18];

/** Bars by hour, what was refused on top of what was allowed; the same numbers as a sentence and as a table. */
export function HourChart({ title, hours }: HourChartProps): ReactElement {
  const most = Math.max(1, ...hours.map(({ allowed, refused }) => allowed + refused));
  const [allowed, refused] = [sum(hours.map((hour) => hour.allowed)), sum(hours.map((hour) => hour.refused))];
  const summary = `${title} in the last ${hours.length} hours: ${allowed.toLocaleString('en-GB')} allowed, ${refused.toLocaleString('en-GB')} refused.`;
  const step = WIDTH / hours.length;
  return (
    <figure className="chart stack-tight">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT + FOOT}`} role="img" aria-label={summary} preserveAspectRatio="none">
        <line className="chart-line" x1="0" y1={HEIGHT} x2={WIDTH} y2={HEIGHT} />
        {hours.map((hour, at) => <Bar key={hour.start.getTime()} hour={hour} x={at * step} width={step} most={most} />)}
      </svg>
      <figcaption className="row-spread small">
        <span>{summary} {most > 1 ? `Most in an hour: ${count(most, 'event')}.` : null}</span>
        <span className="row"><span className="chart-mark chart-mark-allowed" />allowed<span className="chart-mark chart-mark-refused" />refused</span>
      </figcaption>
      <HourTable title={title} hours={hours} />
    </figure>
  );
}

function Bar({ hour, x, width, most }: { readonly hour: HourCount; readonly x: number; readonly width: number; readonly most: number }): ReactElement {
  const [allowed, refused] = [(hour.allowed / most) * (HEIGHT - 6), (hour.refused / most) * (HEIGHT - 6)];
  const inner = { x: x + width * 0.14, width: width * 0.72 };
  return (
    <g>
      <rect className="chart-allowed" {...inner} y={HEIGHT - allowed} height={allowed} />
      <rect className="chart-refused" {...inner} y={HEIGHT - allowed - refused} height={refused} />
    </g>
  );
}

/** Hours in which something happened. */
function HourTable({ title, hours }: HourChartProps): ReactElement | null {
  const busy = hours.filter(({ allowed, refused }) => allowed + refused > 0);
  if (busy.length === 0) return null;
  return (
    <details>
      <summary>The same as a table</summary>
      <table className="table" aria-label={title}>
        <thead><tr><th scope="col">Hour from</th><th scope="col" className="number">Allowed</th><th scope="col" className="number">Refused</th></tr></thead>
        <tbody>{busy.map(({ start, allowed, refused }) => <tr key={start.getTime()}><td>{hourName(start)}</td><td className="number">{allowed}</td><td className="number">{refused}</td></tr>)}</tbody>
      </table>
    </details>
  );
}

function hourName(start: Date): string {
  return new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }).format(start);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all + number, 0);
}
