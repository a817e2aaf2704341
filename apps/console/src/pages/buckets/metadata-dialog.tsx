import { useState, type ReactElement } from 'react';
import { s3Of } from '../../clients/s3-client.js';
import { Button } from '../../components/button.js';
import { FormDialog } from '../../components/dialog.js';
import { TextField } from '../../components/fields.js';
import { CloseIcon } from '../../components/icons.js';
import { ContextEditor } from '../../features/encryption/context-editor.js';
import { draftMistake, usesContext } from '../../features/encryption/seal.js';
import type { Pair } from '../../features/encryption/context-pairs.js';
import { useSession } from '../../session/session.js';
import { draftOf, type ChangingProps } from './changing.js';
import { metadataMistakes } from './metadata-rules.js';
import { rewriteObject } from './rewrite-object.js';

/** Type and metadata, which S3 changes by a copy: so the object is sealed again, in the same way. */
export function MetadataDialog({ bucket, objectKey, head, seal, customerKey, onChanged, onClose }: ChangingProps): ReactElement {
  const { clients } = useSession();
  const [contentType, setContentType] = useState(head.ContentType ?? '');
  const [pairs, setPairs] = useState<readonly Pair[]>(() => Object.entries(head.Metadata ?? {}).map(([key, value]) => ({ key, value })));
  const [draft, setDraft] = useState(() => draftOf(seal, customerKey));
  const ready = metadataMistakes(pairs).length === 0 && draftMistake(draft) === undefined;
  const change = async (signal: AbortSignal): Promise<void> => {
    const metadata = Object.fromEntries(pairs.map(({ key, value }) => [key, value]));
    await rewriteObject(s3Of(clients), { bucket, objectKey, head, customerKey, seal: draft, described: { contentType, metadata } }, signal);
    onChanged(customerKey);
  };
  return (
    <FormDialog title="Edit metadata" action="Change" failure="The metadata was not changed." wide onClose={onClose} onSubmit={change} ready={ready}>
      <p className="soft">The object is copied onto itself inside the store, and sealed as before under a fresh object key. Metadata is not secret.</p>
      <TextField label="Type" value={contentType} onChange={setContentType} mono />
      <MetadataEditor pairs={pairs} onChange={setPairs} />
      {usesContext(draft.mode) ? <ContextEditor pairs={draft.context} onChange={(context) => { setDraft({ ...draft, context }); }} /> : null}
    </FormDialog>
  );
}

function MetadataEditor({ pairs, onChange }: { readonly pairs: readonly Pair[]; readonly onChange: (pairs: readonly Pair[]) => void }): ReactElement {
  const mistakes = metadataMistakes(pairs);
  const put = (at: number, pair: Pair): void => { onChange(pairs.map((before, index) => (index === at ? pair : before))); };
  return (
    <fieldset className="context-editor">
      <legend>Metadata</legend>
      {pairs.map((pair, at) => (
        <div className="context-pair" key={at}>
          <TextField label={`Metadata name ${at + 1}`} value={pair.key} onChange={(key) => { put(at, { ...pair, key }); }} mono mistake={mistakes.find((mistake) => mistake.at === at)?.message} />
          <TextField label={`Metadata value ${at + 1}`} value={pair.value} onChange={(value) => { put(at, { ...pair, value }); }} mono />
          <Button weight="quiet" aria-label={`Remove metadata ${at + 1}`} onPress={() => { onChange(pairs.filter((_, index) => index !== at)); }}><CloseIcon /></Button>
        </div>
      ))}
      <div><Button onPress={() => { onChange([...pairs, { key: '', value: '' }]); }}>Add metadata</Button></div>
      <div aria-live="polite">{mistakes.filter(({ at }) => at === undefined).map(({ message }) => <p key={message} className="field-mistake">{message}</p>)}</div>
    </fieldset>
  );
}
