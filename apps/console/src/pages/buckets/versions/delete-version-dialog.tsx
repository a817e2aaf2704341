import type { ReactElement } from 'react';
import { s3Of } from '../../../clients/s3-client.js';
import { FormDialog } from '../../../components/dialog.js';
import { deleteVersion } from '../../../features/versions/change-versions.js';
import type { Version } from '../../../features/versions/list-versions.js';
import { useSession } from '../../../session/session.js';

export interface DeleteVersionDialogProps {
  readonly bucket: string;
  readonly objectKey: string;
  readonly version: Pick<Version, 'id' | 'isMarker'>;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Takes away one version or delete marker, which nothing brings back. */
export function DeleteVersionDialog({ bucket, objectKey, version: { id, isMarker }, onClose, onDone }: DeleteVersionDialogProps): ReactElement {
  const { clients } = useSession();
  const remove = async (signal: AbortSignal): Promise<void> => {
    await deleteVersion(s3Of(clients), bucket, objectKey, id, signal);
    onDone();
  };
  return (
    <FormDialog title={isMarker ? 'Take away this delete marker?' : 'Delete this version?'} action={isMarker ? 'Take away' : 'Delete version'} weight="danger" failure="It was not deleted." onClose={onClose} onSubmit={remove}>
      <p>{isMarker ? 'If no other delete marker is before it, the version behind it is current again.' : 'This version is gone for good. If it was the current one, the one before it is current then.'}</p>
    </FormDialog>
  );
}
