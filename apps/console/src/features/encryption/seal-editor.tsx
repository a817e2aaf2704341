import type { ReactElement } from 'react';
import { Choices, Toggle, type Choice } from '../../components/fields.js';
import { ContextEditor } from './context-editor.js';
import { CustomerKeyEditor } from './customer-key-editor.js';
import { KeyPicker } from './key-picker.js';
import { usesContext, type SealDraft, type SealMode } from './seal.js';

export interface SealEditorProps {
  readonly label: string;
  readonly draft: SealDraft;
  readonly onChange: (draft: SealDraft) => void;
  readonly modes: readonly SealMode[];
  /** A bucket's default binds no context of one's own. */
  readonly context?: boolean;
}

export const BUCKET_KEY_SENTENCE = 'With a bucket key S3 asks the KMS once for many objects instead of once for each: fewer calls, and events that name the bucket rather than the object.';

const MODES: readonly Choice<SealMode>[] = [
  { value: 'default', name: 'The bucket’s default', hint: 'SSE-S3, unless the bucket says otherwise.' },
  { value: 'SSE-S3', name: 'SSE-S3', hint: 'A key of the service. Nothing to manage; whoever may read the object may open it.' },
  { value: 'SSE-KMS', name: 'SSE-KMS', hint: 'Your KMS key. Opening takes permission on the key as well, and each use is in the audit.' },
  { value: 'DSSE-KMS', name: 'DSSE-KMS', hint: 'Your KMS key, in two layers of encryption.' },
  { value: 'SSE-C', name: 'SSE-C', hint: 'A key that you keep and send with each request. The store forgets it.' },
  { value: 'client-side', name: 'In this browser', hint: 'Client-side encryption: sealed before it is sent, so that the store never sees it in the clear.' },
];

/** The choice of a seal, and what the mode chosen needs. */
export function SealEditor({ label, draft, onChange, modes, context = true }: SealEditorProps): ReactElement {
  const { mode } = draft;
  return (
    <div className="stack">
      <Choices label={label} value={mode} onChange={(chosen) => { onChange({ ...draft, mode: chosen }); }} choices={MODES.filter(({ value }) => modes.includes(value))} />
      {usesContext(mode) ? <KeyPicker value={draft.keyId} onChange={(keyId) => { onChange({ ...draft, keyId }); }} withManaged={mode !== 'client-side'} /> : null}
      {mode === 'SSE-KMS' ? <Toggle label="Bucket key" on={draft.bucketKey} onChange={(bucketKey) => { onChange({ ...draft, bucketKey }); }} hint={BUCKET_KEY_SENTENCE} /> : null}
      {context && usesContext(mode) ? <ContextEditor pairs={draft.context} onChange={(pairs) => { onChange({ ...draft, context: pairs }); }} /> : null}
      {mode === 'SSE-C' ? <CustomerKeyEditor customerKey={draft.customerKey} saved={draft.customerKeySaved} onChange={(customerKey, customerKeySaved) => { onChange({ ...draft, customerKey, customerKeySaved }); }} /> : null}
    </div>
  );
}
