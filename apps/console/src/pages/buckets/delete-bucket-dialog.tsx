import { DeleteBucketCommand } from '@aws-sdk/client-s3';
import type { ReactElement } from 'react';
import { s3Of } from '../../clients/s3-client.js';
import { FormDialog } from '../../components/dialog.js';
import { useSession } from '../../session/session.js';

export function DeleteBucketDialog({ bucket, onClose }: { readonly bucket: string; readonly onClose: () => void }): ReactElement {
  const { clients } = useSession();
  const remove = async (abortSignal: AbortSignal): Promise<void> => { await s3Of(clients).send(new DeleteBucketCommand({ Bucket: bucket }), { abortSignal }); };
  return (
    <FormDialog title={`Delete ${bucket}?`} action="Delete bucket" weight="danger" failure="The bucket was not deleted." onClose={onClose} onSubmit={remove}>
      <p>Only a bucket without objects, versions and delete markers can be deleted. Its name is free for others afterwards.</p>
    </FormDialog>
  );
}
