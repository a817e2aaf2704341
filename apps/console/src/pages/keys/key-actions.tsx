import {
  CancelKeyDeletionCommand, DisableKeyCommand, DisableKeyRotationCommand, EnableKeyCommand, EnableKeyRotationCommand, RotateKeyOnDemandCommand, type KeyMetadata, type KMSClient,
} from '@aws-sdk/client-kms';
import { useState, type ReactElement } from 'react';
import { kmsOf } from '../../clients/kms-client.js';
import { Button } from '../../components/button.js';
import { FormDialog } from '../../components/dialog.js';
import type { Rotation } from '../../features/keys/rotation.js';
import { useSession } from '../../session/session.js';
import { DeleteKeyDialog } from './delete-key-dialog.js';
import { DescriptionDialog } from './description-dialog.js';

export interface KeyActionsProps {
  readonly metadata: KeyMetadata;
  /** Absent: one may not see it, and is offered both ways. */
  readonly rotation: Rotation | undefined;
  readonly onChanged: () => void;
}

interface Action {
  readonly name: string;
  /** What comes of it, before it is done. */
  readonly about: string;
  readonly danger?: boolean;
  readonly run: (kms: KMSClient, KeyId: string, abortSignal: AbortSignal) => Promise<unknown>;
}

const disable: Action = {
  name: 'Disable', danger: true,
  about: 'Nothing is sealed or opened with a disabled key: objects under it refuse to open until it is enabled again. A storage service that holds bucket keys of it drops them within two seconds.',
  run: (kms, KeyId, abortSignal) => kms.send(new DisableKeyCommand({ KeyId }), { abortSignal }),
};
const enable: Action = { name: 'Enable', about: 'Objects under the key open again for whoever may use it.', run: (kms, KeyId, abortSignal) => kms.send(new EnableKeyCommand({ KeyId }), { abortSignal }) };
const rotate: Action = {
  name: 'Rotate now', about: 'From now on the key seals with new material. What was sealed before still opens, and nothing has to be sealed again.',
  run: (kms, KeyId, abortSignal) => kms.send(new RotateKeyOnDemandCommand({ KeyId }), { abortSignal }),
};
const rotateYearly: Action = { name: 'Rotate every year', about: 'The key takes new material by itself, once in 365 days.', run: (kms, KeyId, abortSignal) => kms.send(new EnableKeyRotationCommand({ KeyId }), { abortSignal }) };
const rotateNever: Action = { name: 'Stop rotating', about: 'The key keeps its material until somebody rotates it.', run: (kms, KeyId, abortSignal) => kms.send(new DisableKeyRotationCommand({ KeyId }), { abortSignal }) };
const cancel: Action = { name: 'Cancel deletion', about: 'The key stays, disabled. Enable it to use it again.', run: (kms, KeyId, abortSignal) => kms.send(new CancelKeyDeletionCommand({ KeyId }), { abortSignal }) };

/** What can be done with a key as it is. The service's own can only be looked at. */
export function KeyActions({ metadata, rotation, onChanged }: KeyActionsProps): ReactElement {
  const [open, setOpen] = useState<Action | 'describe' | 'delete'>();
  const close = (): void => { setOpen(undefined); };
  if (metadata.KeyManager === 'AWS') return <p className="soft">This key is the service’s own: it can be used through S3, and not changed.</p>;
  const actions = actionsFor(metadata.KeyState, rotation);
  return (
    <div className="stack-tight">
      <div className="row">
        {actions.map((action) => <Button key={action.name} onPress={() => { setOpen(action); }}>{action.name}</Button>)}
        {metadata.KeyState === 'PendingDeletion' ? null : (
          <>
            <Button onPress={() => { setOpen('describe'); }}>Describe</Button>
            <Button weight="danger" onPress={() => { setOpen('delete'); }}>Schedule deletion</Button>
          </>
        )}
      </div>
      {typeof open === 'object' ? <ActionDialog action={open} keyId={metadata.KeyId ?? ''} onClose={close} onChanged={onChanged} /> : null}
      {open === 'describe' ? <DescriptionDialog metadata={metadata} onClose={close} onChanged={onChanged} /> : null}
      {open === 'delete' ? <DeleteKeyDialog metadata={metadata} onClose={close} onChanged={onChanged} /> : null}
    </div>
  );
}

function actionsFor(state: string | undefined, rotation: Rotation | undefined): readonly Action[] {
  if (state === 'PendingDeletion') return [cancel];
  if (state !== 'Enabled') return [enable];
  const byItself = rotation === undefined ? [rotateYearly, rotateNever] : [rotation.everyDays === undefined ? rotateYearly : rotateNever];
  return [disable, rotate, ...byItself];
}

function ActionDialog({ action, keyId, onClose, onChanged }: { readonly action: Action; readonly keyId: string; readonly onClose: () => void; readonly onChanged: () => void }): ReactElement {
  const { clients } = useSession();
  const run = async (signal: AbortSignal): Promise<void> => {
    await action.run(kmsOf(clients), keyId, signal);
    onChanged();
  };
  return (
    <FormDialog title={`${action.name}?`} action={action.name} weight={action.danger === true ? 'danger' : 'primary'} failure="The key was not changed." onClose={onClose} onSubmit={run}>
      <p>{action.about}</p>
    </FormDialog>
  );
}
