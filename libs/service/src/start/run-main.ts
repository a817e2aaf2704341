import type { Log } from '../log/create-log.js';
import { StartError } from './start-error.js';

/** What `runMain` does to the process; a test gives its own. */
export interface MainProcess {
  readonly stderr: { write(text: string): unknown };
  exit(code: number): void;
}

/** One line, whatever was thrown. */
function summary(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : 'something that is not an error was thrown';
  return `could not start: ${text.split('\n')[0] ?? ''} (this is a defect of Coffer; the log has the stack)`;
}

/**
 * Runs a program's main function. A StartError is the operator's to mend: its lines go to standard error, and no stack. Anything else
 * is ours: one line on standard error, and the stack in the log. Either ends the process with code 1.
 */
export async function runMain(main: () => Promise<void>, log?: Log, process_: MainProcess = process): Promise<void> {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof StartError)) log?.error('the start failed', { err: error });
    process_.stderr.write(`${error instanceof StartError ? error.message : summary(error)}\n`);
    process_.exit(1);
  }
}
