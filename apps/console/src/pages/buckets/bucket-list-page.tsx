import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { useState, type ReactElement } from 'react';
import { s3Of } from '../../clients/s3-client.js';
import { Button } from '../../components/button.js';
import { BucketIcon } from '../../components/icons.js';
import { LoadedView } from '../../components/loaded-view.js';
import { Page } from '../../components/page.js';
import { Empty } from '../../components/states.js';
import { useLoaded } from '../../components/use-loaded.js';
import { formatTime } from '../../format/format.js';
import { goTo } from '../../router/use-route.js';
import { useSession } from '../../session/session.js';
import { folderPlace } from './bucket-places.js';
import { CreateBucketDialog } from './create-bucket-dialog.js';
import { DeleteBucketDialog } from './delete-bucket-dialog.js';
import '../../components/table.css';

interface ListedBucket {
  readonly name: string;
  readonly created: Date | undefined;
}

export function BucketListPage(): ReactElement {
  const { clients } = useSession();
  const [open, setOpen] = useState<'create' | ListedBucket>();
  const buckets = useLoaded(async (abortSignal) => {
    const { Buckets = [] } = await s3Of(clients).send(new ListBucketsCommand({}), { abortSignal });
    return Buckets.map(({ Name = '', CreationDate }) => ({ name: Name, created: CreationDate }));
  }, []);
  const create = <Button weight="primary" onPress={() => { setOpen('create'); }}>Create bucket</Button>;
  return (
    <Page title="Buckets" about="Each object in a bucket is sealed under a key of its own." actions={create}>
      <LoadedView loaded={buckets} loading="Loading the buckets …" failure="The buckets could not be listed.">
        {(list) => list.length === 0
          ? <Empty title="No bucket yet">A bucket holds objects, and says how they are sealed unless an upload says otherwise.</Empty>
          : <BucketTable buckets={list} onDelete={setOpen} />}
      </LoadedView>
      {open === 'create' ? <CreateBucketDialog onClose={() => { setOpen(undefined); }} onCreated={(name) => { goTo(folderPlace(name)); }} /> : null}
      {open === undefined || open === 'create' ? null : <DeleteBucketDialog bucket={open.name} onClose={() => { setOpen(undefined); buckets.reload(); }} />}
    </Page>
  );
}

function BucketTable({ buckets, onDelete }: { readonly buckets: readonly ListedBucket[]; readonly onDelete: (bucket: ListedBucket) => void }): ReactElement {
  return (
    <div className="table-box">
      <table className="table" aria-label="Buckets">
        <thead><tr><th scope="col">Name</th><th scope="col" className="wide-only">Created</th><th scope="col"><span className="visually-hidden">Actions</span></th></tr></thead>
        <tbody>
          {buckets.map((bucket) => (
            <tr key={bucket.name}>
              <td><span className="table-name"><BucketIcon /><a href={folderPlace(bucket.name)}>{bucket.name}</a></span></td>
              <td className="wide-only">{bucket.created === undefined ? '' : formatTime(bucket.created)}</td>
              <td className="narrow"><Button weight="quiet" aria-label={`Delete bucket ${bucket.name}`} onPress={() => { onDelete(bucket); }}>Delete</Button></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
