import { StartError } from '@coffer/service';
import { exportDigests, printPublicKey, verifyExport } from './audit-digest-commands.js';
import { exportEvents, search, verify } from './audit-log-commands.js';
import { USAGE, type Print } from './audit-usage.js';
import { readOptions, type Options } from './command-options.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** One thing that `audit` does, and the options it takes. */
interface Command {
  readonly options: readonly string[];
  readonly flags?: readonly string[];
  readonly operands?: number;
  run(options: Options, env: Environment, print: Print): Promise<number>;
}

const commands: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['export', { options: [], run: (_options, env, print) => exportEvents(env, print) }],
  ['search', { options: ['attribute', 'from', 'to', 'account'], flags: ['data'], run: search }],
  ['verify', { options: ['digests', 'public-key', 'endpoint'], run: verify }],
  ['public-key', { options: [], run: (_options, env, print) => printPublicKey(env, print) }],
  ['export-digests', { options: ['to', 'endpoint'], run: exportDigests }],
  ['verify-digests', { options: ['public-key', 'endpoint'], operands: 1, run: verifyExport }],
]);

/** Runs one command of the audit log, also while the service runs. The exit code. Throws StartError. */
export async function auditCommand(args: readonly string[], env: Environment, print: Print): Promise<number> {
  const [what = '', ...rest] = args;
  const command = commands.get(what);
  const options = command && readOptions(rest, command.options, command.flags ?? [], command.operands ?? 0);
  if (command === undefined || options === undefined) throw new StartError(USAGE);
  return command.run(options, env, print);
}
