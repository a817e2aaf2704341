import { useState, type ReactElement } from 'react';
import { s3Of } from '../../clients/s3-client.js';
import { FormDialog } from '../../components/dialog.js';
import { SealEditor } from '../../features/encryption/seal-editor.js';
import { emptyDraft, type SealDraft } from '../../features/encryption/seal.js';
import { useSession } from '../../session/session.js';
import { DEFAULT_MODES, putBucketDefault } from './bucket-encryption.js';

export interface DefaultDialogProps {
  readonly bucket: string;
  readonly present: Pick<SealDraft, 'mode' | 'keyId' | 'bucketKey'>;
  readonly onClose: () => void;
}

/** Another default for a bucket: it holds for what is uploaded from then on. */
export function DefaultDialog({ bucket, present, onClose }: DefaultDialogProps): ReactElement {
  const { clients } = useSession();
  const [draft, setDraft] = useState<SealDraft>({ ...emptyDraft, ...present });
  return (
    <FormDialog title={`Default encryption of ${bucket}`} action="Change" failure="The default was not changed." onClose={onClose} ready onSubmit={(signal) => putBucketDefault(s3Of(clients), bucket, draft, signal)}>
      <p className="soft">For objects that are uploaded from now on. Those that are there stay as they are sealed.</p>
      <SealEditor label="Default encryption" draft={draft} onChange={setDraft} modes={DEFAULT_MODES} context={false} />
    </FormDialog>
  );
}
