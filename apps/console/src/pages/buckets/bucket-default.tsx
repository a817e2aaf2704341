import { useState, type ReactElement } from 'react';
import { s3Of } from '../../clients/s3-client.js';
import { Button } from '../../components/button.js';
import { useLoaded } from '../../components/use-loaded.js';
import { useSession } from '../../session/session.js';
import { bucketDefault } from './bucket-encryption.js';
import { DefaultDialog } from './default-dialog.js';

/** How the bucket seals what says nothing itself, and the way to change it. Who may not know it is told nothing. */
export function BucketDefault({ bucket }: { readonly bucket: string }): ReactElement | null {
  const { clients } = useSession();
  const [open, setOpen] = useState(false);
  const found = useLoaded((signal) => bucketDefault(s3Of(clients), bucket, signal), [bucket]);
  if (found.state !== 'ready') return null;
  const { mode, keyId, bucketKey } = found.value;
  const under = mode === 'SSE-S3' ? '' : ` under ${keyId === '' ? 'alias/aws/s3' : keyId}${bucketKey ? ', with a bucket key' : ''}`;
  return (
    <span className="row">
      <span>Default encryption: {mode}{under}.</span>
      <Button weight="quiet" onPress={() => { setOpen(true); }}>Change</Button>
      {open ? <DefaultDialog bucket={bucket} present={found.value} onClose={() => { setOpen(false); found.reload(); }} /> : null}
    </span>
  );
}
