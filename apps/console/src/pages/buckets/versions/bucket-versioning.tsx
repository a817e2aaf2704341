import { useState, type ReactElement } from 'react';
import { s3Of } from '../../../clients/s3-client.js';
import { Button } from '../../../components/button.js';
import { FormDialog } from '../../../components/dialog.js';
import { useLoaded } from '../../../components/use-loaded.js';
import { bucketVersioning, putBucketVersioning, type Versioning } from '../../../features/versions/versioning.js';
import { useSession } from '../../../session/session.js';
import { deletedPlace } from '../bucket-places.js';

const STATES: Readonly<Record<Versioning, string>> = {
  off: 'No versions are kept.',
  enabled: 'Versions are kept.',
  suspended: 'Versions are kept of what was written before; new ones are suspended.',
};

/** Whether the bucket keeps versions, the way to change it, and the way to what was deleted. Who may not know it is told nothing. */
export function BucketVersioning({ bucket, prefix }: { readonly bucket: string; readonly prefix: string }): ReactElement | null {
  const { clients } = useSession();
  const [open, setOpen] = useState(false);
  const found = useLoaded((signal) => bucketVersioning(s3Of(clients), bucket, signal), [bucket]);
  if (found.state !== 'ready') return null;
  const versioning = found.value;
  return (
    <span className="row">
      <span>{STATES[versioning]}</span>
      <Button weight="quiet" onPress={() => { setOpen(true); }}>{versioning === 'enabled' ? 'Suspend versions' : 'Keep versions'}</Button>
      {versioning === 'off' ? null : <a href={deletedPlace(bucket, prefix)}>Deleted objects</a>}
      {open ? <VersioningDialog bucket={bucket} to={versioning === 'enabled' ? 'suspended' : 'enabled'} onClose={() => { setOpen(false); }} onDone={found.reload} /> : null}
    </span>
  );
}

interface VersioningDialogProps {
  readonly bucket: string;
  readonly to: Exclude<Versioning, 'off'>;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

function VersioningDialog({ bucket, to, onClose, onDone }: VersioningDialogProps): ReactElement {
  const { clients } = useSession();
  const change = async (signal: AbortSignal): Promise<void> => {
    await putBucketVersioning(s3Of(clients), bucket, to, signal);
    onDone();
  };
  if (to === 'enabled') {
    return (
      <FormDialog title={`Keep versions in ${bucket}?`} action="Keep versions" failure="Versions are not kept." onClose={onClose} onSubmit={change}>
        <p>What is replaced or deleted from now on stays as a version, and can be restored. Versions take room until they are deleted.</p>
        <p>It can be suspended later, but the bucket never again forgets that it kept versions.</p>
      </FormDialog>
    );
  }
  return (
    <FormDialog title={`Suspend versions in ${bucket}?`} action="Suspend versions" weight="danger" failure="Versions were not suspended." onClose={onClose} onSubmit={change}>
      <p>What is written from now on has no version of its own: the next write replaces it for good. Versions that are there stay.</p>
    </FormDialog>
  );
}
