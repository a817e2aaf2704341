import { parseArgs } from 'node:util';

/** What the person at the terminal asked for. */
export interface BenchArguments {
  /** Every row with tiny sizes: proves that it runs, measures nothing. */
  readonly smoke: boolean;
  /** The costs of single building blocks, in one process. */
  readonly micro: boolean;
  readonly rounds: number;
  /** Only rows whose name contains this, whatever the case. */
  readonly only: string;
  readonly jsonFile?: string;
  /** Servers on the first processor, the load client on the second. */
  readonly pin: boolean;
  /** Where the services leave CPU profiles of the whole run. */
  readonly profileDir?: string;
  readonly help: boolean;
}

/** A mistake in the arguments, in words for the one who made it. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
}

const ROUNDS_DEFAULT = 5;
const ROUNDS_MAX = 100;

export const USAGE = `npm run bench -- [--only TEXT] [--rounds N] [--json FILE] [--smoke] [--micro] [--pin] [--profile DIR]

  --only TEXT    only the rows whose name contains TEXT
  --rounds N     interleaved rounds of each row, 1 to ${String(ROUNDS_MAX)}; ${String(ROUNDS_DEFAULT)} if not said
  --json FILE    also write the rows to FILE
  --smoke        every row, tiny sizes, one round: shows that the benchmark runs, not how fast anything is
  --micro        the single building blocks as well, in one process
  --pin          servers on processor 0, the load client on processor 1 (needs taskset)
  --profile DIR  the services write CPU profiles to DIR, and their costliest functions are printed`;

/** Reads the command line. Throws ArgumentError. */
export function parseArguments(argv: readonly string[]): BenchArguments {
  const values = optionsOf(argv);
  return {
    smoke: values.smoke,
    micro: values.micro,
    rounds: values.rounds === undefined ? (values.smoke ? 1 : ROUNDS_DEFAULT) : roundsOf(values.rounds),
    only: values.only,
    pin: values.pin,
    help: values.help,
    ...(values.json === undefined ? {} : { jsonFile: values.json }),
    ...(values.profile === undefined ? {} : { profileDir: values.profile }),
  };
}

function optionsOf(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        smoke: { type: 'boolean', default: false },
        micro: { type: 'boolean', default: false },
        pin: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
        only: { type: 'string', default: '' },
        rounds: { type: 'string' },
        json: { type: 'string' },
        profile: { type: 'string' },
      },
    }).values;
  } catch (cause) {
    throw new ArgumentError(messageOf(cause), { cause });
  }
}

function messageOf(cause: unknown): string {
  return typeof cause === 'object' && cause !== null && 'message' in cause ? String(cause.message) : 'unreadable arguments';
}

function roundsOf(text: string): number {
  const rounds = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (rounds < 1 || rounds > ROUNDS_MAX) throw new ArgumentError(`--rounds is a number from 1 to ${String(ROUNDS_MAX)}, not "${text}"`);
  return rounds;
}
