import { useState, type ReactElement } from 'react';
import { s3Of } from '../../../clients/s3-client.js';
import { Button } from '../../../components/button.js';
import { LoadedView } from '../../../components/loaded-view.js';
import { Page } from '../../../components/page.js';
import { Empty } from '../../../components/states.js';
import { useLoaded } from '../../../components/use-loaded.js';
import { back, firstPage, forward, tokenOf, type Paging } from '../../../features/listing/paging.js';
import { deletedPage, type DeletedPage as Deleted } from '../../../features/versions/deleted-objects.js';
import type { VersionsAfter } from '../../../features/versions/list-versions.js';
import { formatTime } from '../../../format/format.js';
import { useSession } from '../../../session/session.js';
import { folderPlace, objectPlace, trailTo } from '../bucket-places.js';
import { PurgeDialog } from './purge-dialog.js';
import { UndeleteDialog } from './undelete-dialog.js';
import '../../../components/table.css';

interface Open {
  readonly key: string;
  readonly what: 'undelete' | 'delete for good';
}

/** What was deleted below a prefix and has versions to go back to. */
export function DeletedPage({ bucket, prefix }: { readonly bucket: string; readonly prefix: string }): ReactElement {
  const { clients } = useSession();
  const [paging, setPaging] = useState<Paging<VersionsAfter>>(firstPage);
  const [open, setOpen] = useState<Open>();
  const after = tokenOf(paging);
  const listed = useLoaded((signal) => deletedPage(s3Of(clients), bucket, prefix, after, signal), [bucket, prefix, after]);
  const close = (): void => { setOpen(undefined); };
  return (
    <Page title="Deleted objects" trail={[...trailTo(bucket, prefix), ...(prefix === '' ? [] : [{ name: prefix, to: folderPlace(bucket, prefix) }])]} about={`What was deleted in ${bucket}/${prefix} and still has versions or a delete marker.`}>
      <LoadedView loaded={listed} loading="Looking through the versions …" failure="The versions could not be listed.">
        {(page) => (
          <div className="stack">
            {page.markers.length === 0 ? <Empty title="Nothing deleted was found">{page.next === undefined ? 'What is deleted where versions are kept is found here, and can be brought back.' : 'There are more versions to look through: go on to the next page.'}</Empty> : <DeletedTable bucket={bucket} page={page} onOpen={setOpen} />}
            <div className="row">
              <Button isDisabled={after === undefined} onPress={() => { setPaging(back(paging)); }}>Previous page</Button>
              <Button isDisabled={page.next === undefined} onPress={() => { setPaging(forward(paging, page.next)); }}>Next page</Button>
            </div>
          </div>
        )}
      </LoadedView>
      {open?.what === 'undelete' ? <UndeleteDialog bucket={bucket} objectKey={open.key} onClose={close} onDone={listed.reload} /> : null}
      {open?.what === 'delete for good' ? <PurgeDialog bucket={bucket} objectKey={open.key} onClose={close} onDone={listed.reload} /> : null}
    </Page>
  );
}

function DeletedTable({ bucket, page, onOpen }: { readonly bucket: string; readonly page: Deleted; readonly onOpen: (open: Open) => void }): ReactElement {
  return (
    <div className="table-box">
      <table className="table" aria-label="Deleted objects">
        <thead><tr><th scope="col">Name</th><th scope="col" className="wide-only">Deleted</th><th scope="col"><span className="visually-hidden">Actions</span></th></tr></thead>
        <tbody>
          {page.markers.map(({ key, modified }) => (
            <tr key={key}>
              <td><a href={objectPlace(bucket, key)}>{key}</a></td>
              <td className="wide-only">{modified === undefined ? '' : formatTime(modified)}</td>
              <td>
                <span className="row">
                  <Button weight="quiet" aria-label={`Undelete ${key}`} onPress={() => { onOpen({ key, what: 'undelete' }); }}>Undelete</Button>
                  <Button weight="quiet" aria-label={`Delete for good: ${key}`} onPress={() => { onOpen({ key, what: 'delete for good' }); }}>Delete for good</Button>
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
