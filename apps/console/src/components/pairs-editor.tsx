import type { ReactElement, ReactNode } from 'react';
import { Button } from './button.js';
import { TextField } from './fields.js';
import { CloseIcon } from './icons.js';
import type { Pair, PairMistake } from './pairs.js';
import './pairs-editor.css';

/** What the parts are called: `Name`, `Value`, `pair`, `Add a pair`. */
export interface PairWords {
  readonly name: string;
  readonly value: string;
  readonly one: string;
  readonly add: string;
}

export interface PairsEditorProps {
  readonly legend: string;
  readonly words: PairWords;
  readonly pairs: readonly Pair[];
  readonly mistakes: readonly PairMistake[];
  readonly onChange: (pairs: readonly Pair[]) => void;
  readonly hint?: string;
  /** Beside the button that adds one. */
  readonly aside?: ReactNode;
}

/** Names and values in rows. A mistake stands at its row, and one of all of them below. */
export function PairsEditor({ legend, words, pairs, mistakes, onChange, hint, aside }: PairsEditorProps): ReactElement {
  const put = (at: number, pair: Pair): void => { onChange(pairs.map((before, index) => (index === at ? pair : before))); };
  return (
    <fieldset className="pairs-editor">
      <legend>{legend}</legend>
      {hint === undefined ? null : <p className="field-hint">{hint}</p>}
      {pairs.map((pair, at) => (
        <div className="pair" key={at}>
          <TextField label={`${words.name} ${at + 1}`} value={pair.key} onChange={(key) => { put(at, { ...pair, key }); }} mono mistake={mistakes.find((mistake) => mistake.at === at)?.message} />
          <TextField label={`${words.value} ${at + 1}`} value={pair.value} onChange={(value) => { put(at, { ...pair, value }); }} mono />
          <Button weight="quiet" aria-label={`Remove ${words.one} ${at + 1}`} onPress={() => { onChange(pairs.filter((_, index) => index !== at)); }}><CloseIcon /></Button>
        </div>
      ))}
      <div className="row">
        <Button onPress={() => { onChange([...pairs, { key: '', value: '' }]); }}>{words.add}</Button>
        {aside}
      </div>
      <div aria-live="polite">{mistakes.filter(({ at }) => at === undefined).map(({ message }) => <p key={message} className="field-mistake">{message}</p>)}</div>
    </fieldset>
  );
}
