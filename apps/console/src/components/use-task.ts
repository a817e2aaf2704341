import { useEffect, useRef, useState } from 'react';

export interface Task {
  readonly busy: boolean;
  /** What the last run threw, or undefined. */
  readonly thrown: unknown;
  readonly run: () => void;
}

/** Something that a person starts: whether it runs, what it threw. It is stopped when what started it goes away. */
export function useTask(work: (signal: AbortSignal) => Promise<void>, done?: () => void): Task {
  const [state, setState] = useState<{ readonly busy: boolean; readonly thrown: unknown }>({ busy: false, thrown: undefined });
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => { running.current?.abort(); }, []);
  const run = (): void => {
    const controller = new AbortController();
    running.current = controller;
    setState({ busy: true, thrown: undefined });
    work(controller.signal).then(
      () => { if (!controller.signal.aborted) { setState({ busy: false, thrown: undefined }); done?.(); } },
      (thrown: unknown) => { if (!controller.signal.aborted) setState({ busy: false, thrown: thrown ?? new Error('It failed.') }); },
    );
  };
  return { ...state, run };
}
