import type { ReactElement } from 'react';
import { Page } from '../../components/page.js';

export function BucketsPages(): ReactElement {
  return <Page title="Buckets"><p className="soft">This page is being built.</p></Page>;
}
