import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { useRef, useState, type ReactElement } from 'react';
import { s3Of } from '../../clients/s3-client.js';
import { FormDialog } from '../../components/dialog.js';
import { TextField } from '../../components/fields.js';
import { SealEditor } from '../../features/encryption/seal-editor.js';
import { emptyDraft, type SealDraft } from '../../features/encryption/seal.js';
import { useSession } from '../../session/session.js';
import { DEFAULT_MODES, putBucketDefault } from './bucket-encryption.js';
import { bucketNameMistake } from './bucket-name.js';

export interface CreateBucketDialogProps {
  readonly onClose: () => void;
  readonly onCreated: (bucket: string) => void;
}

/** A name, and how the bucket seals. A bucket that was made stays made if its default could not be put: doing it again only does the rest. */
export function CreateBucketDialog({ onClose, onCreated }: CreateBucketDialogProps): ReactElement {
  const { clients } = useSession();
  const [name, setName] = useState('');
  const [draft, setDraft] = useState<SealDraft>({ ...emptyDraft, mode: 'SSE-S3' });
  const made = useRef<string>(undefined);
  const mistake = name === '' ? undefined : bucketNameMistake(name);
  const create = async (abortSignal: AbortSignal): Promise<void> => {
    const s3 = s3Of(clients);
    if (made.current !== name) await s3.send(new CreateBucketCommand({ Bucket: name }), { abortSignal });
    made.current = name;
    if (draft.mode !== 'SSE-S3') await putBucketDefault(s3, name, draft, abortSignal);
    onCreated(name);
  };
  return (
    <FormDialog title="Create a bucket" action="Create bucket" failure="The bucket could not be created as you wished." onClose={onClose} onSubmit={create} ready={name !== '' && mistake === undefined}>
      <TextField label="Name" value={name} onChange={setName} mono autoFocus mistake={mistake} hint="3 to 63 small letters, digits, dots and hyphens. It cannot be changed later." />
      <SealEditor label="Default encryption" draft={draft} onChange={setDraft} modes={DEFAULT_MODES} context={false} />
    </FormDialog>
  );
}
