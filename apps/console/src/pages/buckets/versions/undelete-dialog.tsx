import type { ReactElement } from 'react';
import { s3Of } from '../../../clients/s3-client.js';
import { FormDialog } from '../../../components/dialog.js';
import { undelete } from '../../../features/versions/change-versions.js';
import { useSession } from '../../../session/session.js';

export interface UndeleteDialogProps {
  readonly bucket: string;
  readonly objectKey: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Brings back what was deleted, as it was: by taking away the delete markers in front of it. */
export function UndeleteDialog({ bucket, objectKey, onClose, onDone }: UndeleteDialogProps): ReactElement {
  const { clients } = useSession();
  const bringBack = async (signal: AbortSignal): Promise<void> => {
    await undelete(s3Of(clients), bucket, objectKey, signal);
    onDone();
  };
  return (
    <FormDialog title={`Undelete ${objectKey}?`} action="Undelete" failure="It was not undeleted." onClose={onClose} onSubmit={bringBack}>
      <p>The delete marker in front of its versions is taken away, and the newest of them is current again, as it was.</p>
    </FormDialog>
  );
}
