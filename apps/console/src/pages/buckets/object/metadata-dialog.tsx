import { useState, type ReactElement } from 'react';
import { s3Of } from '../../../clients/s3-client.js';
import { FormDialog } from '../../../components/dialog.js';
import { TextField } from '../../../components/fields.js';
import { PairsEditor } from '../../../components/pairs-editor.js';
import { pairsOf, recordOf, type Pair } from '../../../components/pairs.js';
import { ContextEditor } from '../../../features/encryption/context-editor.js';
import { draftMistake, usesContext } from '../../../features/encryption/seal.js';
import { useSession } from '../../../session/session.js';
import { draftOf, type ChangingProps } from './changing.js';
import { metadataMistakes } from './metadata-rules.js';
import { rewriteObject } from './rewrite-object.js';

const words = { name: 'Metadata name', value: 'Metadata value', one: 'metadata', add: 'Add metadata' };

/** Type and metadata, which S3 changes by a copy: so the object is sealed again, in the same way. */
export function MetadataDialog({ bucket, objectKey, head, seal, customerKey, onChanged, onClose }: ChangingProps): ReactElement {
  const { clients } = useSession();
  const [contentType, setContentType] = useState(head.ContentType ?? '');
  const [pairs, setPairs] = useState<readonly Pair[]>(() => pairsOf(head.Metadata ?? {}));
  const [draft, setDraft] = useState(() => draftOf(seal, customerKey));
  const mistakes = metadataMistakes(pairs);
  const ready = mistakes.length === 0 && draftMistake(draft) === undefined;
  const change = async (signal: AbortSignal): Promise<void> => {
    await rewriteObject(s3Of(clients), { bucket, objectKey, head, customerKey, seal: draft, described: { contentType, metadata: recordOf(pairs) } }, signal);
    onChanged(customerKey);
  };
  return (
    <FormDialog title="Edit metadata" action="Change" failure="The metadata was not changed." wide onClose={onClose} onSubmit={change} ready={ready}>
      <p className="soft">The object is copied onto itself inside the store, and sealed as before under a fresh object key. Metadata is not secret.</p>
      <TextField label="Type" value={contentType} onChange={setContentType} mono />
      <PairsEditor legend="Metadata" words={words} pairs={pairs} mistakes={mistakes} onChange={setPairs} />
      {usesContext(draft.mode) ? <ContextEditor pairs={draft.context} onChange={(context) => { setDraft({ ...draft, context }); }} /> : null}
    </FormDialog>
  );
}
