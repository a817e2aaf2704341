import type { ReactElement } from 'react';
import { Page } from '../../components/page.js';

export function AuditPage(): ReactElement {
  return <Page title="Audit"><p className="soft">This page is being built.</p></Page>;
}
