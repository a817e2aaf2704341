import { useState, type ReactElement } from 'react';
import { s3Of } from '../../../clients/s3-client.js';
import { LoadedView } from '../../../components/loaded-view.js';
import { Page, type Crumb } from '../../../components/page.js';
import { Empty } from '../../../components/states.js';
import { useLoaded } from '../../../components/use-loaded.js';
import { CustomerKeyEditor } from '../../../features/encryption/customer-key-editor.js';
import type { CustomerKey } from '../../../features/encryption/customer-key.js';
import { useSession } from '../../../session/session.js';
import { lastPart, objectPlace, trailTo } from '../bucket-places.js';
import { objectHead } from './object-head.js';
import { ObjectView } from './object-view.js';
import { VersionsPanel } from '../versions/versions-panel.js';

export interface ObjectPageProps {
  readonly bucket: string;
  readonly objectKey: string;
  /** Absent: the current one. */
  readonly version: string | undefined;
}

/** One object, or one version of it. A key of the customer's is held while the page is shown, and not longer. */
export function ObjectPage({ bucket, objectKey, version }: ObjectPageProps): ReactElement {
  const { clients } = useSession();
  const [customerKey, setCustomerKey] = useState<CustomerKey>();
  const found = useLoaded((signal) => objectHead(s3Of(clients), { bucket, key: objectKey, version, customerKey }, signal), [bucket, objectKey, version, customerKey?.base64]);
  return (
    <Page title={nameOf(objectKey)} trail={trailOf(bucket, objectKey, version)} about={version === undefined ? undefined : <>Version <code>{version}</code>. What is seen here stays as it is until somebody deletes this version.</>}>
      <LoadedView loaded={found} loading="Loading the object …" failure={customerKey === undefined ? 'The object could not be looked at.' : 'This key does not open the object.'}>
        {(told) => {
          switch (told.state) {
            case 'missing':
              return <Empty title={version === undefined ? 'No object has this name' : 'This version is not there'}>It was deleted, or never was.</Empty>;
            case 'needs key':
              return <NeedsKey onKey={setCustomerKey} />;
            case 'found':
              return <ObjectView bucket={bucket} objectKey={objectKey} version={version} head={told.head} customerKey={customerKey} onChanged={(key) => { setCustomerKey(key); found.reload(); }} />;
          }
        }}
      </LoadedView>
      {found.state === 'failed' && customerKey !== undefined ? <NeedsKey onKey={setCustomerKey} /> : null}
      {found.state === 'loading' ? null : <VersionsPanel bucket={bucket} objectKey={objectKey} shown={version} onChanged={found.reload} />}
    </Page>
  );
}

function nameOf(key: string): string {
  return lastPart(key) === '' ? key : lastPart(key);
}

function trailOf(bucket: string, key: string, version: string | undefined): readonly Crumb[] {
  return version === undefined ? trailTo(bucket, key) : [...trailTo(bucket, key), { name: nameOf(key), to: objectPlace(bucket, key) }];
}

function NeedsKey({ onKey }: { readonly onKey: (key: CustomerKey) => void }): ReactElement {
  return (
    <section className="panel stack" aria-labelledby="needs-key">
      <h2 id="needs-key">Sealed with a key of yours (SSE-C)</h2>
      <p>The store tells nothing of it, and opens nothing, without the key that it was sealed with.</p>
      <CustomerKeyEditor customerKey={undefined} saved onChange={onKey} fresh={false} />
    </section>
  );
}
