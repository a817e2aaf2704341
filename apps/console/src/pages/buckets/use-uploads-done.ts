import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { UploadQueue } from '../../features/uploads/upload-queue.js';

/** Calls `reload` whenever another upload into the bucket is done. */
export function useUploadsDone(queue: UploadQueue, bucket: string, reload: () => void): void {
  const done = useSyncExternalStore(queue.subscribe, () => queue.snapshot().filter(({ job, state }) => state === 'done' && job.bucket === bucket).length);
  const before = useRef(done);
  useEffect(() => {
    if (done > before.current) reload();
    before.current = done;
  }, [done, reload]);
}
