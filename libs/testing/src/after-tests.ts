/** What the test file that is running has left to undo. Jest loads modules anew for each file, so this list is the file's own. */
const undos: (() => void | Promise<void>)[] = [];

/** Undone after the file's last test, the newest first: a process is ended before the directory that it writes is removed. */
export function afterTests(undo: () => void | Promise<void>): void {
  undos.push(undo);
}

// Outside of Jest (a benchmark, a script) there is no such hook, and the process's end takes its place.
if (typeof afterAll === 'function') {
  afterAll(async () => {
    for (const undo of undos.toReversed()) await undo();
  });
} else {
  process.once('exit', () => {
    for (const undo of undos.toReversed()) void undo();
  });
}
