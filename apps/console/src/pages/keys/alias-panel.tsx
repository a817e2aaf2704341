import { CreateAliasCommand, DeleteAliasCommand } from '@aws-sdk/client-kms';
import { useState, type ReactElement } from 'react';
import { kmsOf } from '../../clients/kms-client.js';
import { Button } from '../../components/button.js';
import { FormDialog } from '../../components/dialog.js';
import { TextField } from '../../components/fields.js';
import { useSession } from '../../session/session.js';
import { aliasMistake } from './alias-name.js';

export interface AliasPanelProps {
  readonly keyId: string;
  readonly aliases: readonly string[];
  readonly isManaged: boolean;
  readonly onChanged: () => void;
}

/** The names of a key, which can be given and taken without touching what is sealed under it. */
export function AliasPanel({ keyId, aliases, isManaged, onChanged }: AliasPanelProps): ReactElement {
  const [open, setOpen] = useState<{ readonly remove?: string }>();
  return (
    <section className="panel stack" aria-labelledby="alias-heading">
      <div className="row-spread"><h2 id="alias-heading">Aliases</h2>{isManaged ? null : <Button onPress={() => { setOpen({}); }}>Add alias</Button>}</div>
      {aliases.length === 0 ? <p className="soft">No alias names this key. Requests can name it by its id or ARN.</p> : (
        <ul className="stack-tight">
          {aliases.map((alias) => (
            <li key={alias} className="row-spread"><span className="mono">{alias}</span>{isManaged ? null : <Button weight="quiet" aria-label={`Remove ${alias}`} onPress={() => { setOpen({ remove: alias }); }}>Remove</Button>}</li>
          ))}
        </ul>
      )}
      {open === undefined ? null : open.remove === undefined
        ? <AddAlias keyId={keyId} onClose={() => { setOpen(undefined); }} onChanged={onChanged} />
        : <RemoveAlias alias={open.remove} onClose={() => { setOpen(undefined); }} onChanged={onChanged} />}
    </section>
  );
}

interface AliasDialogProps {
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

function AddAlias({ keyId, onClose, onChanged }: AliasDialogProps & { readonly keyId: string }): ReactElement {
  const { clients } = useSession();
  const [name, setName] = useState('');
  const mistake = name === '' ? undefined : aliasMistake(name);
  const add = async (abortSignal: AbortSignal): Promise<void> => {
    await kmsOf(clients).send(new CreateAliasCommand({ AliasName: `alias/${name}`, TargetKeyId: keyId }), { abortSignal });
    onChanged();
  };
  return (
    <FormDialog title="Add an alias" action="Add alias" failure="The alias was not added." ready={name !== '' && mistake === undefined} onClose={onClose} onSubmit={add}>
      <TextField label="Alias" value={name} onChange={setName} mono autoFocus mistake={mistake} hint="Without alias/ in front." />
    </FormDialog>
  );
}

function RemoveAlias({ alias, onClose, onChanged }: AliasDialogProps & { readonly alias: string }): ReactElement {
  const { clients } = useSession();
  const remove = async (abortSignal: AbortSignal): Promise<void> => {
    await kmsOf(clients).send(new DeleteAliasCommand({ AliasName: alias }), { abortSignal });
    onChanged();
  };
  return (
    <FormDialog title={`Remove ${alias}?`} action="Remove alias" weight="danger" failure="The alias was not removed." onClose={onClose} onSubmit={remove}>
      <p>The key stays, and objects under it still open. Uploads that name this alias are refused.</p>
    </FormDialog>
  );
}
