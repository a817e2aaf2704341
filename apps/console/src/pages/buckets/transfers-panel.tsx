import { useEffect, useSyncExternalStore, type ReactElement } from 'react';
import { Button } from '../../components/button.js';
import { Progress } from '../../components/progress.js';
import { ProblemPanel } from '../../components/states.js';
import { downloadsOf } from '../../features/downloads/download-object.js';
import type { Download } from '../../features/downloads/download-list.js';
import type { Upload, UploadQueue } from '../../features/uploads/upload-queue.js';
import { uploadsOf } from '../../features/uploads/uploads.js';
import { count, formatSize, percent } from '../../format/format.js';
import { useSession } from '../../session/session.js';
import './transfers-panel.css';

const STATES = { waiting: 'waiting', running: 'uploading', paused: 'paused', failed: 'failed', done: 'done' } as const;

/** Uploads and downloads that the console carries, one by one and in all. */
export function TransfersPanel(): ReactElement | null {
  const { clients } = useSession();
  const [queue, list] = [uploadsOf(clients), downloadsOf(clients)];
  const uploads = useSyncExternalStore(queue.subscribe, queue.snapshot);
  const downloads = useSyncExternalStore(list.subscribe, list.snapshot);
  const busy = [...uploads, ...downloads].some(({ state }) => state !== 'done' && state !== 'failed');
  useLeaveWarning(busy);
  if (uploads.length + downloads.length === 0) return null;
  return (
    <section className="transfers" aria-label="Transfers">
      <Totals uploads={uploads} downloads={downloads} onClear={() => { queue.clearDone(); list.clearDone(); }} />
      <ul>
        {uploads.map((upload) => <UploadLine key={`u${upload.id}`} upload={upload} queue={queue} />)}
        {downloads.map((download) => <DownloadLine key={`d${download.id}`} download={download} onRetry={() => { list.retry(download.id); }} onCancel={() => { list.cancel(download.id); }} />)}
      </ul>
    </section>
  );
}

function Totals({ uploads, downloads, onClear }: { readonly uploads: readonly Upload[]; readonly downloads: readonly Download[]; readonly onClear: () => void }): ReactElement {
  const all = [...uploads, ...downloads];
  const total = uploads.reduce((sum, { job }) => sum + job.file.size, 0) + downloads.reduce((sum, download) => sum + download.total, 0);
  const moved = uploads.reduce((sum, { sent }) => sum + sent, 0) + downloads.reduce((sum, { received }) => sum + received, 0);
  const done = all.filter(({ state }) => state === 'done').length;
  return (
    <div className="stack-tight">
      <div className="row-spread">
        <div role="status"><h2>{done === all.length ? `${count(done, 'transfer')} done` : `${done} of ${count(all.length, 'transfer')} done, ${percent(moved, total)} %`}</h2></div>
        {done === 0 ? null : <Button weight="quiet" onPress={onClear}>Clear those done</Button>}
      </div>
      <Progress label="All transfers" value={percent(moved, total)} />
    </div>
  );
}

function UploadLine({ upload: { id, job, state, sent, thrown }, queue }: { readonly upload: Upload; readonly queue: UploadQueue }): ReactElement {
  const { key, file } = job;
  return (
    <li className="transfer">
      <span>{key} <span className="soft small">{STATES[state]}, {formatSize(sent)} of {formatSize(file.size)}</span></span>
      <span className="row">
        {state === 'running' || state === 'waiting' ? <Button aria-label={`Pause ${key}`} onPress={() => { queue.pause(id); }}>Pause</Button> : null}
        {state === 'paused' ? <Button aria-label={`Resume ${key}`} onPress={() => { queue.resume(id); }}>Resume</Button> : null}
        {state === 'failed' ? <Button aria-label={`Retry ${key}`} onPress={() => { queue.resume(id); }}>Retry</Button> : null}
        {state === 'done' ? null : <Button aria-label={`Cancel ${key}`} onPress={() => { queue.cancel(id).catch(() => undefined); }}>Cancel</Button>}
      </span>
      <Progress label={`Upload of ${key}`} value={state === 'done' ? 100 : Math.min(99, percent(sent, file.size))} />
      {thrown === undefined ? null : <ProblemPanel title={`${key} was not uploaded.`} thrown={thrown} />}
    </li>
  );
}

function DownloadLine({ download: { name, total, received, state, thrown }, onRetry, onCancel }: { readonly download: Download; readonly onRetry: () => void; readonly onCancel: () => void }): ReactElement {
  return (
    <li className="transfer">
      <span>{name} <span className="soft small">{state === 'running' ? 'downloading' : state}, {formatSize(received)} of {formatSize(total)}</span></span>
      <span className="row">
        {state === 'failed' ? <Button aria-label={`Retry ${name}`} onPress={onRetry}>Retry</Button> : null}
        {state === 'done' ? null : <Button aria-label={`Cancel ${name}`} onPress={onCancel}>Cancel</Button>}
      </span>
      <Progress label={`Download of ${name}`} value={percent(received, total)} />
      {thrown === undefined ? null : <ProblemPanel title={`${name} was not downloaded.`} thrown={thrown} />}
    </li>
  );
}

/** Whoever closes the tab is asked, while something moves. */
function useLeaveWarning(busy: boolean): void {
  useEffect(() => {
    if (!busy) return undefined;
    const warn = (event: BeforeUnloadEvent): void => { event.preventDefault(); };
    window.addEventListener('beforeunload', warn);
    return () => { window.removeEventListener('beforeunload', warn); };
  }, [busy]);
}
