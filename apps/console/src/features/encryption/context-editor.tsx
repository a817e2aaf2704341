import type { ReactElement } from 'react';
import { Button } from '../../components/button.js';
import { TextField } from '../../components/fields.js';
import { CloseIcon } from '../../components/icons.js';
import { CONTEXT_SIZE_MAX, contextSize, editorMistakes, type Pair } from './context-pairs.js';
import './context-editor.css';

export interface ContextEditorProps {
  readonly pairs: readonly Pair[];
  readonly onChange: (pairs: readonly Pair[]) => void;
}

/** Pairs of an encryption context, checked as one types. */
export function ContextEditor({ pairs, onChange }: ContextEditorProps): ReactElement {
  const mistakes = editorMistakes(pairs);
  const put = (at: number, pair: Pair): void => { onChange(pairs.map((before, index) => (index === at ? pair : before))); };
  return (
    <fieldset className="context-editor">
      <legend>Encryption context</legend>
      <p className="field-hint">Pairs that are bound to the data key: it opens only under the same pairs. They are not secret, and stand in the audit.</p>
      {pairs.map((pair, at) => (
        <div className="context-pair" key={at}>
          <TextField label={`Name ${at + 1}`} value={pair.key} onChange={(key) => { put(at, { ...pair, key }); }} mono mistake={mistakes.find((mistake) => mistake.at === at)?.message} />
          <TextField label={`Value ${at + 1}`} value={pair.value} onChange={(value) => { put(at, { ...pair, value }); }} mono />
          <Button weight="quiet" aria-label={`Remove pair ${at + 1}`} onPress={() => { onChange(pairs.filter((_, index) => index !== at)); }}><CloseIcon /></Button>
        </div>
      ))}
      <div className="row">
        <Button onPress={() => { onChange([...pairs, { key: '', value: '' }]); }}>Add a pair</Button>
        {pairs.length === 0 ? null : <span className="field-hint">{contextSize(pairs).toLocaleString('en-GB')} of {CONTEXT_SIZE_MAX.toLocaleString('en-GB')} bytes</span>}
      </div>
      <div aria-live="polite">{mistakes.filter(({ at }) => at === undefined).map(({ message }) => <p key={message} className="field-mistake">{message}</p>)}</div>
    </fieldset>
  );
}
