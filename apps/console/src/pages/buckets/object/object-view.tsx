import { useState, type ReactElement, type ReactNode } from 'react';
import { Button } from '../../../components/button.js';
import { DownloadIcon } from '../../../components/icons.js';
import { Facts } from '../../../components/states.js';
import { objectSeal, type ObjectSeal } from '../../../features/encryption/object-seal.js';
import { formatSize, formatTime } from '../../../format/format.js';
import { goTo } from '../../../router/use-route.js';
import { folderPlace, objectPlace } from '../bucket-places.js';
import type { ObjectViewProps } from './changing.js';
import { DeleteObjectsDialog } from '../delete-objects-dialog.js';
import { DownloadButton } from './download-button.js';
import { MetadataDialog } from './metadata-dialog.js';
import { ResealDialog } from './reseal-dialog.js';
import { SealPanel } from './seal-panel.js';
import { ShareDialog } from '../share-dialog.js';
import { TagsPanel } from './tags-panel.js';
import { DeleteVersionDialog } from '../versions/delete-version-dialog.js';
import { RestoreDialog } from '../versions/restore-dialog.js';

type Open = 'share' | 'seal' | 'metadata' | 'delete' | 'restore' | 'delete version';

const actions = [['Change encryption', 'seal'], ['Edit metadata', 'metadata'], ['Delete', 'delete']] as const;
/** A version is never changed. */
const versionActions = [['Restore', 'restore'], ['Delete this version', 'delete version']] as const;

export function ObjectView(props: ObjectViewProps): ReactElement {
  const { bucket, objectKey, version, head, customerKey } = props;
  const [open, setOpen] = useState<Open>();
  const seal = objectSeal(head);
  return (
    <>
      <div className="row">
        <DownloadButton bucket={bucket} objectKey={objectKey} version={version} size={head.ContentLength ?? 0} seal={seal} customerKey={customerKey}><DownloadIcon />Download</DownloadButton>
        <Button onPress={() => { setOpen('share'); }}>Share</Button>
        {(version === undefined ? actions : versionActions).map(([name, what]) => <Button key={what} onPress={() => { setOpen(what); }}>{name}</Button>)}
      </div>
      <SealPanel bucket={bucket} objectKey={objectKey} seal={seal} written={head.LastModified} />
      <Details {...props} />
      <TagsPanel bucket={bucket} objectKey={objectKey} version={version} />
      <OpenDialog {...props} open={open} seal={seal} onClose={() => { setOpen(undefined); }} />
    </>
  );
}

function Details({ bucket, objectKey, head }: ObjectViewProps): ReactElement {
  const facts: (readonly [string, ReactNode])[] = [
    ['Name', <code key="name">{`s3://${bucket}/${objectKey}`}</code>],
    ['Size', formatSize(head.ContentLength ?? 0)],
    ['Changed', head.LastModified === undefined ? '' : formatTime(head.LastModified)],
    ['Type', head.ContentType ?? ''],
    ['ETag', <code key="etag">{head.ETag}</code>],
    ...Object.entries(head.Metadata ?? {}).map(([name, value]) => [name, <code key={name}>{value}</code>] as const),
  ];
  return <section className="panel stack" aria-labelledby="details-heading"><h2 id="details-heading">Details</h2><Facts facts={facts.filter(([, value]) => value !== '')} /></section>;
}

function OpenDialog({ open, seal, onClose, ...props }: ObjectViewProps & { readonly open: Open | undefined; readonly seal: ObjectSeal; readonly onClose: () => void }): ReactElement | null {
  const { bucket, objectKey, version, customerKey } = props;
  const changing = { ...props, seal, onClose };
  switch (open) {
    case undefined:
      return null;
    case 'share':
      return <ShareDialog bucket={bucket} objectKey={objectKey} version={version} customerKey={customerKey} onClose={onClose} />;
    case 'seal':
      return <ResealDialog {...changing} />;
    case 'metadata':
      return <MetadataDialog {...changing} />;
    case 'delete':
      return <DeleteObjectsDialog bucket={bucket} keys={[objectKey]} folders={[]} onClose={onClose} onDone={() => { goTo(folderPlace(bucket, objectKey.slice(0, objectKey.lastIndexOf('/') + 1))); }} />;
    case 'restore':
      return <RestoreDialog {...changing} onDone={() => { goTo(objectPlace(bucket, objectKey)); }} />;
    case 'delete version':
      return version === undefined ? null : <DeleteVersionDialog bucket={bucket} objectKey={objectKey} version={{ id: version, isMarker: false }} onClose={onClose} onDone={() => { goTo(objectPlace(bucket, objectKey)); }} />;
  }
}
