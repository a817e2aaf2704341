import { useState, type ReactElement } from 'react';
import { FileTrigger } from 'react-aria-components';
import { s3Of } from '../../clients/s3-client.js';
import { Button } from '../../components/button.js';
import { TextField } from '../../components/fields.js';
import { UploadIcon } from '../../components/icons.js';
import { LoadedView } from '../../components/loaded-view.js';
import { Page } from '../../components/page.js';
import { useLoaded } from '../../components/use-loaded.js';
import { DELIMITER, listPage } from '../../features/listing/list-page.js';
import { back, firstPage, forward, pageNumber, tokenOf, type Paging } from '../../features/listing/paging.js';
import { uploadsOf } from '../../features/uploads/uploads.js';
import { goTo } from '../../router/use-route.js';
import { useSession } from '../../session/session.js';
import { BucketDefault } from './bucket-default.js';
import { folderPlace, lastPart, trailTo } from './bucket-places.js';
import { DropArea } from './drop-area.js';
import { FolderTable } from './folder-table.js';
import { SharedUploadDialog } from './share-dialog.js';
import { UploadDialog, type ChosenFile } from './upload-dialog.js';
import { useUploadsDone } from './use-uploads-done.js';
import { BucketVersioning } from './versions/bucket-versioning.js';
import './folder-page.css';

export interface FolderPageProps {
  readonly bucket: string;
  readonly prefix: string;
  /** The beginning of names that is looked for below the prefix. */
  readonly find: string;
}

/** A bucket as it is seen from a prefix, a page at a time. */
export function FolderPage({ bucket, prefix, find }: FolderPageProps): ReactElement {
  const { clients } = useSession();
  const [paging, setPaging] = useState<Paging>(firstPage);
  const [files, setFiles] = useState<readonly ChosenFile[]>();
  const [sharing, setSharing] = useState(false);
  const token = tokenOf(paging);
  const listed = useLoaded((signal) => listPage(s3Of(clients), { bucket, prefix: `${prefix}${find}`, token, delimiter: DELIMITER }, signal), [bucket, prefix, find, token]);
  useUploadsDone(uploadsOf(clients), bucket, listed.reload);
  const choose = (chosen: readonly ChosenFile[]): void => { if (chosen.length > 0) setFiles(chosen); };
  const actions = (
    <>
      <Button onPress={() => { setSharing(true); }}>Share an upload</Button>
      <FileTrigger allowsMultiple onSelect={(list) => { choose([...(list ?? [])].map((file) => ({ name: file.name, file }))); }}>
        <Button weight="primary"><UploadIcon />Upload</Button>
      </FileTrigger>
    </>
  );
  return (
    <Page title={prefix === '' ? bucket : lastPart(prefix)} trail={prefix === '' ? trailTo(bucket, '').slice(0, 1) : trailTo(bucket, prefix.slice(0, -1))} actions={actions} about={<BucketFacts bucket={bucket} prefix={prefix} />}>
      <FindForm bucket={bucket} prefix={prefix} find={find} />
      <DropArea onFiles={choose}>
        <LoadedView loaded={listed} loading="Loading the objects …" failure="The objects could not be listed.">
          {(page) => (
            <FolderTable bucket={bucket} prefix={prefix} find={find} page={page} number={pageNumber(paging)} onReload={listed.reload}
              onNext={page.next === undefined ? undefined : () => { setPaging(forward(paging, page.next)); }} onBack={token === undefined ? undefined : () => { setPaging(back(paging)); }} />
          )}
        </LoadedView>
      </DropArea>
      {files === undefined ? null : <UploadDialog bucket={bucket} prefix={prefix} files={files} onClose={() => { setFiles(undefined); }} />}
      {sharing ? <SharedUploadDialog bucket={bucket} prefix={prefix} onClose={() => { setSharing(false); }} /> : null}
    </Page>
  );
}

/** How the bucket seals, and what it keeps. */
function BucketFacts({ bucket, prefix }: { readonly bucket: string; readonly prefix: string }): ReactElement {
  return <span className="stack-tight"><BucketDefault bucket={bucket} /><BucketVersioning bucket={bucket} prefix={prefix} /></span>;
}

function FindForm({ bucket, prefix, find }: FolderPageProps): ReactElement {
  const [text, setText] = useState(find);
  return (
    <form className="find" role="search" onSubmit={(event) => { event.preventDefault(); goTo(folderPlace(bucket, prefix, text)); }}>
      <TextField label={prefix === '' ? 'Names that begin with' : `Names in ${lastPart(prefix)} that begin with`} value={text} onChange={setText} mono />
      <Button type="submit">Find</Button>
    </form>
  );
}
