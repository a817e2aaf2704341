import type { ReactElement } from 'react';
import { PairsEditor } from '../../components/pairs-editor.js';
import type { Pair } from '../../components/pairs.js';
import { tagMistakes } from './tag-rules.js';

export interface TagsEditorProps {
  readonly tags: readonly Pair[];
  readonly onChange: (tags: readonly Pair[]) => void;
}

const words = { name: 'Tag name', value: 'Tag value', one: 'tag', add: 'Add a tag' };

/** An object's tags, checked as one types. */
export function TagsEditor({ tags, onChange }: TagsEditorProps): ReactElement {
  return <PairsEditor legend="Tags" words={words} hint="Policies can go by them, and reports. They are not secret and not under the seal." pairs={tags} mistakes={tagMistakes(tags)} onChange={onChange} />;
}
