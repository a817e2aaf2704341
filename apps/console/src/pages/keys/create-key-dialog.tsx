import { CreateAliasCommand, CreateKeyCommand } from '@aws-sdk/client-kms';
import { useRef, useState, type ReactElement } from 'react';
import { kmsOf } from '../../clients/kms-client.js';
import { FormDialog } from '../../components/dialog.js';
import { TextField } from '../../components/fields.js';
import { useSession } from '../../session/session.js';
import { aliasMistake } from './alias-name.js';
import { descriptionMistake } from './description.js';

export interface CreateKeyDialogProps {
  readonly onClose: () => void;
  readonly onCreated: (keyId: string) => void;
}

/** A key and its first alias. A key that was made stays made if its alias could not be put: doing it again only does the rest. */
export function CreateKeyDialog({ onClose, onCreated }: CreateKeyDialogProps): ReactElement {
  const { clients } = useSession();
  const [alias, setAlias] = useState('');
  const [description, setDescription] = useState('');
  const made = useRef<string>(undefined);
  const mistake = alias === '' ? undefined : aliasMistake(alias);
  const create = async (abortSignal: AbortSignal): Promise<void> => {
    const kms = kmsOf(clients);
    made.current ??= (await kms.send(new CreateKeyCommand({ Description: description }), { abortSignal })).KeyMetadata?.KeyId ?? '';
    if (alias !== '') await kms.send(new CreateAliasCommand({ AliasName: `alias/${alias}`, TargetKeyId: made.current }), { abortSignal });
    onCreated(made.current);
  };
  return (
    <FormDialog title="Create a key" action="Create key" failure="The key could not be created as you wished." onClose={onClose} onSubmit={create} ready={mistake === undefined && descriptionMistake(description) === undefined}>
      <TextField label="Alias" value={alias} onChange={setAlias} mono autoFocus mistake={mistake} hint="What people choose it by. It can be given to another key later." />
      <TextField label="Description" value={description} onChange={setDescription} mistake={descriptionMistake(description)} hint="What it is for. It is no secret." />
    </FormDialog>
  );
}
