import type { ReactElement } from 'react';
import { s3Of } from '../../../clients/s3-client.js';
import { FormDialog } from '../../../components/dialog.js';
import { deleteAllVersions } from '../../../features/versions/change-versions.js';
import { useSession } from '../../../session/session.js';
import type { UndeleteDialogProps } from './undelete-dialog.js';

/** Deletes an object with all its versions. */
export function PurgeDialog({ bucket, objectKey, onClose, onDone }: UndeleteDialogProps): ReactElement {
  const { clients } = useSession();
  const purge = async (signal: AbortSignal): Promise<void> => {
    await deleteAllVersions(s3Of(clients), bucket, objectKey, signal);
    onDone();
  };
  return (
    <FormDialog title={`Delete ${objectKey} for good?`} action="Delete for good" weight="danger" failure="Not all was deleted." onClose={onClose} onSubmit={purge}>
      <p>All its versions and delete markers go, and nothing brings them back.</p>
    </FormDialog>
  );
}
