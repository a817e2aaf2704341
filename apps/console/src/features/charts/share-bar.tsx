import type { ReactElement, ReactNode } from 'react';
import './charts.css';

export interface Share {
  readonly name: string;
  readonly value: number;
  /** How the value reads: `12 objects, 3 KiB`. */
  readonly text: string;
  readonly link?: ReactNode;
}

const TONES = 6;
const WIDTH = 720;

/** Parts of a whole as one bar, with a legend that says the same in words. */
export function ShareBar({ title, shares }: { readonly title: string; readonly shares: readonly Share[] }): ReactElement {
  const total = shares.reduce((sum, { value }) => sum + value, 0);
  let x = 0;
  const parts = shares.map((share, at) => {
    const width = total === 0 ? 0 : (share.value / total) * WIDTH;
    const part = { share, tone: at % TONES, x, width };
    x += width;
    return part;
  });
  return (
    <figure className="chart stack-tight">
      <svg viewBox={`0 0 ${WIDTH} 22`} role="img" aria-label={`${title}: ${shares.map(({ name, text }) => `${name} ${text}`).join('; ')}`} preserveAspectRatio="none">
        <rect className="chart-ground" x="0" y="0" width={WIDTH} height="22" />
        {parts.map(({ share, tone, ...place }) => <rect key={share.name} className={`chart-tone-${tone}`} y="0" height="22" {...place} />)}
      </svg>
      <figcaption>
        <ul className="chart-legend">
          {parts.map(({ share, tone }) => <li key={share.name}><span className={`chart-mark chart-mark-${tone}`} /><span>{share.link ?? share.name}</span><strong>{share.text}</strong></li>)}
        </ul>
      </figcaption>
    </figure>
  );
}
