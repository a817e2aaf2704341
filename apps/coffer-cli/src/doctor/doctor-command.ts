import type { Terminal } from '../run-command.js';
import { Checkup } from './checkup.js';
import { parseDoctor } from './doctor-options.js';
import { firstFailure, printHop, printJson, printVerdict } from './print-results.js';
import { runDoctor } from './run-doctor.js';

/** Runs `coffer doctor`. The exit code: 0, or 1 if a hop failed. Throws ArgumentError for a command line that is wrong. */
export async function doctorCommand(args: readonly string[], { stdout, env }: Pick<Terminal, 'stdout' | 'env'>): Promise<number> {
  const options = parseDoctor(args, env);
  const checkup = new Checkup(options.seconds, (result) => { if (!options.json) stdout.write(printHop(result)); });
  await runDoctor(checkup, options, env);
  stdout.write(options.json ? printJson(checkup.results) : printVerdict(checkup.results));
  return firstFailure(checkup.results) === undefined ? 0 : 1;
}
