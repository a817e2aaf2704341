import type { ReactElement } from 'react';
import { Page } from '../../components/page.js';

export function KeysPages(): ReactElement {
  return <Page title="Keys"><p className="soft">This page is being built.</p></Page>;
}
