import type { ReactElement } from 'react';
import { Page } from '../../components/page.js';

export function OverviewPage(): ReactElement {
  return <Page title="Overview"><p className="soft">This page is being built.</p></Page>;
}
