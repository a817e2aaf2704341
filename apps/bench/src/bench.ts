import type { LoadClient } from './load/load-client.js';
import type { Scale } from './scale.js';
import type { Row } from './stats/row.js';

/** What every suite is given. */
export interface Bench {
  readonly client: LoadClient;
  readonly scale: Scale;
  readonly rounds: number;
  /** An empty directory on a real disk, the suite's own. */
  readonly dir: string;
  /** The processor that servers are to stay on, if they are pinned. */
  readonly serverCpu?: number;
  /** Where the services leave their CPU profiles, if they are to. */
  readonly profileDir?: string;
  /** Tells the person at the terminal what goes on. */
  readonly progress: (text: string) => void;
}

/** Rows that share their servers. */
export interface Suite {
  readonly rows: readonly string[];
  /** Starts what it needs, measures those of its rows that are wanted, and stops everything, whatever happens. */
  run(bench: Bench, wanted: ReadonlySet<string>): AsyncGenerator<Row>;
}
