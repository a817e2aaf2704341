import { useState, type ReactElement } from 'react';
import { s3Of } from '../../../clients/s3-client.js';
import { FormDialog } from '../../../components/dialog.js';
import { useLoaded } from '../../../components/use-loaded.js';
import { hasDsse } from '../../../features/encryption/dsse.js';
import { SealEditor } from '../../../features/encryption/seal-editor.js';
import { draftMistake, type SealMode } from '../../../features/encryption/seal.js';
import { useSession } from '../../../session/session.js';
import { draftOf, type ChangingProps } from './changing.js';
import { rewriteObject } from './rewrite-object.js';

const MODES: readonly SealMode[] = ['SSE-S3', 'SSE-KMS', 'SSE-C'];

/** Seals an object anew, where it is. */
export function ResealDialog({ bucket, objectKey, head, seal, customerKey, onChanged, onClose }: ChangingProps): ReactElement {
  const { clients } = useSession();
  const [draft, setDraft] = useState(() => draftOf(seal, customerKey));
  const dsse = useLoaded(() => hasDsse(clients, bucket), [bucket]);
  const mistake = draftMistake(draft);
  const reseal = async (signal: AbortSignal): Promise<void> => {
    await rewriteObject(s3Of(clients), { bucket, objectKey, head, customerKey, seal: draft }, signal);
    onChanged(draft.mode === 'SSE-C' ? draft.customerKey : undefined);
  };
  return (
    <FormDialog title="Change the encryption" action="Seal anew" failure="The object was not sealed anew, and stays as it was." wide onClose={onClose} onSubmit={reseal} ready={mistake === undefined}>
      <p className="soft">The object is copied onto itself inside the store, under a fresh object key. Its name, body and metadata stay.</p>
      <SealEditor label="Encryption" draft={draft} onChange={setDraft} modes={dsse.state === 'ready' && dsse.value ? [...MODES, 'DSSE-KMS'] : MODES} />
      {mistake === undefined ? null : <p className="field-mistake" role="status">{mistake}</p>}
    </FormDialog>
  );
}
