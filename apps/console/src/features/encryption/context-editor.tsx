import type { ReactElement } from 'react';
import { PairsEditor } from '../../components/pairs-editor.js';
import type { Pair } from '../../components/pairs.js';
import { CONTEXT_SIZE_MAX, contextSize, editorMistakes } from './context-pairs.js';

export interface ContextEditorProps {
  readonly pairs: readonly Pair[];
  readonly onChange: (pairs: readonly Pair[]) => void;
}

const words = { name: 'Name', value: 'Value', one: 'pair', add: 'Add a pair' };

/** Pairs of an encryption context, checked as one types. */
export function ContextEditor({ pairs, onChange }: ContextEditorProps): ReactElement {
  const size = pairs.length === 0 ? null : <span className="field-hint">{contextSize(pairs).toLocaleString('en-GB')} of {CONTEXT_SIZE_MAX.toLocaleString('en-GB')} bytes</span>;
  const hint = 'Pairs that are bound to the data key: it opens only under the same pairs. They are not secret, and stand in the audit.';
  return <PairsEditor legend="Encryption context" words={words} hint={hint} pairs={pairs} mistakes={editorMistakes(pairs)} onChange={onChange} aside={size} />;
}
