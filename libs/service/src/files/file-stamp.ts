import { statSync } from 'node:fs';

/** Clocks of file systems are coarse: a file may change once more within this without a sign of it. */
const CLOCK_STEP_MS = 2_000;

/** What `stat` says of a file that changes when its content does. Links are followed: a mounted Kubernetes Secret changes by a link to another directory. */
export interface FileStamp {
  readonly text: string;
  /** Whether the file had last changed so long before that a later change shows in the stamp. */
  readonly isSettled: boolean;
}

/** The stamp of a file, also of one that cannot be reached: that is a state too, and leaving it is a change. */
export function fileStamp(file: string): FileStamp {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = statSync(file, { bigint: true });
    const changedAtMs = Number((mtimeNs > ctimeNs ? mtimeNs : ctimeNs) / 1_000_000n);
    return { text: [dev, ino, size, mtimeNs, ctimeNs].join(':'), isSettled: Date.now() - changedAtMs > CLOCK_STEP_MS };
  } catch (error) {
    return { text: (error as NodeJS.ErrnoException).code ?? 'unknown', isSettled: true };
  }
}
