import { useState, type ReactElement } from 'react';
import { s3Of } from '../../clients/s3-client.js';
import { FormDialog } from '../../components/dialog.js';
import { useLoaded } from '../../components/use-loaded.js';
import { deleteAll } from '../../features/listing/delete-all.js';
import { bucketVersioning, type Versioning } from '../../features/versions/versioning.js';
import { count } from '../../format/format.js';
import { useSession } from '../../session/session.js';

export interface DeleteObjectsDialogProps {
  readonly bucket: string;
  readonly keys: readonly string[];
  /** Prefixes, all below which is meant. A key may end with a slash as well, so nobody guesses. */
  readonly folders: readonly string[];
  readonly onClose: () => void;
  /** After all was deleted; otherwise it only closes. */
  readonly onDone?: () => void;
}

/** Deletes objects and all that lies in folders. Closing it stops, and what was deleted stays deleted. */
export function DeleteObjectsDialog({ bucket, keys, folders, onClose, onDone }: DeleteObjectsDialogProps): ReactElement {
  const { clients } = useSession();
  const [deleted, setDeleted] = useState(0);
  const versioning = useLoaded((signal) => bucketVersioning(s3Of(clients), bucket, signal), [bucket]);
  const what = [...(keys.length === 0 ? [] : [keys.length === 1 ? keys[0] : count(keys.length, 'object')]), ...(folders.length === 0 ? [] : [count(folders.length, 'folder')])].join(' and ');
  return (
    <FormDialog title={`Delete ${what}?`} action="Delete" weight="danger" failure="Not all was deleted." onClose={onClose}
      onSubmit={async (signal) => {
        await deleteAll(s3Of(clients), bucket, keys, folders, (objects) => { setDeleted((before) => before + objects); }, signal);
        onDone?.();
      }}>
      <p>{folders.length === 0 ? '' : 'All that lies in the folders is meant. '}{versioning.state === 'loading' ? '' : consequence(versioning.state === 'ready' ? versioning.value : undefined)}</p>
      <p role="status">{deleted === 0 ? '' : `${count(deleted, 'object')} deleted.`}</p>
    </FormDialog>
  );
}

/** What becomes of what is deleted. Who may not know whether versions are kept is told so. */
function consequence(versioning: Versioning | undefined): string {
  switch (versioning) {
    case 'off':
      return 'What is deleted is gone for good: this bucket keeps no versions.';
    case 'enabled':
      return 'What is deleted is hidden, and stays as a version that can be restored.';
    case 'suspended':
      return 'What was written while versioning was suspended is gone for good; earlier versions stay and can be restored.';
    case undefined:
      return 'Unless the bucket keeps versions, which you may not know, it is gone for good.';
  }
}
