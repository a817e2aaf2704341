import { useState, type ReactElement } from 'react';
import { s3Of } from '../../clients/s3-client.js';
import { LoadedView } from '../../components/loaded-view.js';
import { Page } from '../../components/page.js';
import { useLoaded } from '../../components/use-loaded.js';
import { CustomerKeyEditor } from '../../features/encryption/customer-key-editor.js';
import type { CustomerKey } from '../../features/encryption/customer-key.js';
import { useSession } from '../../session/session.js';
import { lastPart, trailTo } from './bucket-places.js';
import { objectHead } from './object-head.js';
import { ObjectView } from './object-view.js';

export interface ObjectPageProps {
  readonly bucket: string;
  readonly objectKey: string;
}

/** One object. A key of the customer's is held while the page is shown, and not longer. */
export function ObjectPage({ bucket, objectKey }: ObjectPageProps): ReactElement {
  const { clients } = useSession();
  const [customerKey, setCustomerKey] = useState<CustomerKey>();
  const found = useLoaded((signal) => objectHead(s3Of(clients), bucket, objectKey, customerKey, signal), [bucket, objectKey, customerKey?.base64]);
  return (
    <Page title={lastPart(objectKey) === '' ? objectKey : lastPart(objectKey)} trail={trailTo(bucket, objectKey)}>
      <LoadedView loaded={found} loading="Loading the object …" failure={customerKey === undefined ? 'The object could not be looked at.' : 'This key does not open the object.'}>
        {(told) => (told.sealedByCustomer
          ? <NeedsKey onKey={setCustomerKey} />
          : <ObjectView bucket={bucket} objectKey={objectKey} head={told.head} customerKey={customerKey} onChanged={(key) => { setCustomerKey(key); found.reload(); }} />)}
      </LoadedView>
      {found.state === 'failed' && customerKey !== undefined ? <NeedsKey onKey={setCustomerKey} /> : null}
    </Page>
  );
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
