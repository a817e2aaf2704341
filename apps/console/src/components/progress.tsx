import type { ReactElement } from 'react';
import { ProgressBar } from 'react-aria-components';
import './states.css';

/** How far something is, in whole per cent; its width is set by the script, as the page's policy wants. */
export function Progress({ label, value }: { readonly label: string; readonly value: number }): ReactElement {
  return (
    <ProgressBar className="progress" aria-label={label} value={value}>
      <div className="progress-line"><div className="progress-done" style={{ width: `${value}%` }} /></div>
    </ProgressBar>
  );
}
