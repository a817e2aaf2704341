import { useState, type ReactElement } from 'react';
import { problemOf } from '../../../clients/problem.js';
import { s3Of } from '../../../clients/s3-client.js';
import { Button } from '../../../components/button.js';
import { useLoaded } from '../../../components/use-loaded.js';
import { back, firstPage, forward, tokenOf, type Paging } from '../../../features/listing/paging.js';
import { NULL_VERSION, versionsOfKey, type Version, type VersionsAfter } from '../../../features/versions/list-versions.js';
import { useSession } from '../../../session/session.js';
import { DeleteVersionDialog } from './delete-version-dialog.js';
import { UndeleteDialog } from './undelete-dialog.js';
import { VersionsTable } from './versions-table.js';

export interface VersionsPanelProps {
  readonly bucket: string;
  readonly objectKey: string;
  /** The version that the page shows. Absent: the current one. */
  readonly shown: string | undefined;
  readonly onChanged: () => void;
}

const PAGE_SIZE = 50;

/** All versions of an object. Nothing where there is only what a bucket without versions has. */
export function VersionsPanel({ bucket, objectKey, shown, onChanged }: VersionsPanelProps): ReactElement | null {
  const { clients } = useSession();
  const [paging, setPaging] = useState<Paging<VersionsAfter>>(firstPage);
  const [open, setOpen] = useState<Version | 'undelete'>();
  const after = tokenOf(paging);
  const listed = useLoaded((signal) => versionsOfKey(s3Of(clients), bucket, objectKey, PAGE_SIZE, signal, after), [bucket, objectKey, after]);
  if (listed.state === 'failed') return <p className="soft">Its versions could not be listed: {problemOf(listed.thrown).message}</p>;
  if (listed.state === 'loading' || (after === undefined && !keepsVersions(listed.value.versions))) return null;
  const { versions, next } = listed.value;
  const close = (): void => { setOpen(undefined); };
  const changed = (): void => { listed.reload(); onChanged(); };
  return (
    <section className="panel stack" aria-labelledby="versions-heading">
      <h2 id="versions-heading">Versions</h2>
      {versions[0]?.isLatest === true && versions[0].isMarker ? (
        <div className="notice row-spread"><p>This object was deleted. Its versions are still there.</p><Button weight="primary" onPress={() => { setOpen('undelete'); }}>Undelete</Button></div>
      ) : null}
      <VersionsTable bucket={bucket} versions={versions} shown={shown} onDelete={setOpen} />
      {after === undefined && next === undefined ? null : (
        <div className="row">
          <Button isDisabled={after === undefined} onPress={() => { setPaging(back(paging)); }}>Newer versions</Button>
          <Button isDisabled={next === undefined} onPress={() => { setPaging(forward(paging, next)); }}>Older versions</Button>
        </div>
      )}
      {open === 'undelete' ? <UndeleteDialog bucket={bucket} objectKey={objectKey} onClose={close} onDone={changed} /> : null}
      {open === undefined || open === 'undelete' ? null : <DeleteVersionDialog bucket={bucket} objectKey={objectKey} version={open} onClose={close} onDone={changed} />}
    </section>
  );
}

function keepsVersions(versions: readonly Version[]): boolean {
  return versions.some(({ id, isMarker }) => isMarker || id !== NULL_VERSION);
}
