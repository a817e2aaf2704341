import { UpdateKeyDescriptionCommand, type KeyMetadata } from '@aws-sdk/client-kms';
import { useState, type ReactElement } from 'react';
import { kmsOf } from '../../clients/kms-client.js';
import { FormDialog } from '../../components/dialog.js';
import { TextField } from '../../components/fields.js';
import { useSession } from '../../session/session.js';
import { descriptionMistake } from './description.js';

export interface DescriptionDialogProps {
  readonly metadata: KeyMetadata;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

/** What the key is for, in other words. */
export function DescriptionDialog({ metadata, onClose, onChanged }: DescriptionDialogProps): ReactElement {
  const { clients } = useSession();
  const [description, setDescription] = useState(metadata.Description ?? '');
  const mistake = descriptionMistake(description);
  const change = async (abortSignal: AbortSignal): Promise<void> => {
    await kmsOf(clients).send(new UpdateKeyDescriptionCommand({ KeyId: metadata.KeyId, Description: description }), { abortSignal });
    onChanged();
  };
  return (
    <FormDialog title="Describe the key" action="Change" failure="The description was not changed." onClose={onClose} onSubmit={change} ready={mistake === undefined}>
      <TextField label="Description" value={description} onChange={setDescription} autoFocus mistake={mistake} hint="What it is for. It is no secret." />
    </FormDialog>
  );
}
