import type { ReactElement } from 'react';
import { SealEditor } from '../../features/encryption/seal-editor.js';
import type { SealDraft } from '../../features/encryption/seal.js';

export interface DefaultEditorProps {
  readonly draft: SealDraft;
  readonly onChange: (draft: SealDraft) => void;
  /** Whether the store keeps another default than SSE-S3; undefined while that is asked. */
  readonly able: boolean | undefined;
}

/** How a bucket seals what says nothing itself. */
export function DefaultEditor({ draft, onChange, able }: DefaultEditorProps): ReactElement {
  return (
    <>
      <SealEditor label="Default encryption" draft={draft} onChange={onChange} modes={able === true ? ['SSE-S3', 'SSE-KMS'] : ['SSE-S3']} context={false} />
      {able === false ? <p className="field-hint">This server keeps no other default for a bucket. A KMS key is chosen with each upload.</p> : null}
    </>
  );
}
