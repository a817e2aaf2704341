import { useId, type ReactElement } from 'react';
import type { Layer } from './object-seal.js';
import './envelope-drawing.css';

const WIDTH = 400;
const BOX = 62;
const GAP = 46;
/** Characters that fit into a line of the drawing; the text beside it has all of them. */
const LINE_MAX = 54;

/** The envelope of an object: its body, and what seals what. The same in words for who does not see it. */
export function EnvelopeDrawing({ layers }: { readonly layers: readonly Layer[] }): ReactElement {
  const id = useId();
  const height = layers.length * BOX + (layers.length - 1) * GAP + 4;
  return (
    <svg className="envelope" viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-labelledby={`${id}-title ${id}-words`}>
      <title id={`${id}-title`}>The envelope of the object</title>
      <desc id={`${id}-words`}>{inWords(layers)}</desc>
      {layers.map((layer, at) => <LayerBox key={layer.name} layer={layer} top={2 + at * (BOX + GAP)} first={at === 0} last={at === layers.length - 1} />)}
    </svg>
  );
}

/** "Body (…), sealed under Object key (…), …". */
export function inWords(layers: readonly Layer[]): string {
  const word = ({ name, about, boundTo }: Layer): string => `${name} (${about}${boundTo === undefined ? '' : `; bound to ${boundTo}`})`;
  return `${layers.map(word).join(', which is sealed under ')}.`;
}

function LayerBox({ layer: { name, about, boundTo }, top, first, last }: { readonly layer: Layer; readonly top: number; readonly first: boolean; readonly last: boolean }): ReactElement {
  const look = first ? 'envelope-body' : last ? 'envelope-root' : '';
  return (
    <g>
      <rect className={look} x={1} y={top} width={WIDTH - 2} height={BOX} rx={8} />
      <text className="envelope-name" x={16} y={top + 20}>{name}</text>
      <text className="envelope-soft" x={16} y={top + 37}>{short(about)}</text>
      {boundTo === undefined ? null : <text className="envelope-soft" x={16} y={top + 53}>{short(`bound to ${boundTo}`)}</text>}
      {last ? null : (
        <>
          <path className="envelope-tie" d={`M 32 ${top + BOX + GAP} V ${top + BOX + 9}`} />
          <path className="envelope-head" d={`M 32 ${top + BOX + 2} l -5 9 h 10 z`} />
          <text className="envelope-soft" x={46} y={top + BOX + GAP / 2 + 4}>{first ? 'is sealed under' : 'is wrapped by'}</text>
        </>
      )}
    </g>
  );
}

function short(text: string): string {
  return text.length <= LINE_MAX ? text : `${text.slice(0, LINE_MAX - 1)}…`;
}
