import { useState, type ReactElement } from 'react';
import { s3Of } from '../../../clients/s3-client.js';
import { FormDialog } from '../../../components/dialog.js';
import { ContextEditor } from '../../../features/encryption/context-editor.js';
import { draftMistake, usesContext } from '../../../features/encryption/seal.js';
import { useSession } from '../../../session/session.js';
import { draftOf, type ChangingProps } from '../object/changing.js';
import { rewriteObject } from '../object/rewrite-object.js';

/** Makes a version current again, by a copy of it. */
export function RestoreDialog({ bucket, objectKey, version, head, seal, customerKey, onClose, onDone }: ChangingProps & { readonly onDone: () => void }): ReactElement {
  const { clients } = useSession();
  const [draft, setDraft] = useState(() => draftOf(seal, customerKey));
  const restore = async (signal: AbortSignal): Promise<void> => {
    await rewriteObject(s3Of(clients), { bucket, objectKey, version, head, customerKey, seal: draft }, signal);
    onDone();
  };
  return (
    <FormDialog title="Restore this version?" action="Restore" failure="The version was not restored." wide onClose={onClose} onSubmit={restore} ready={draftMistake(draft) === undefined}>
      <p>It is copied inside the store and becomes the current one, sealed in the same way under a fresh object key. Where versions are kept, what is current now stays as one.</p>
      {usesContext(draft.mode) ? <ContextEditor pairs={draft.context} onChange={(context) => { setDraft({ ...draft, context }); }} /> : null}
    </FormDialog>
  );
}
