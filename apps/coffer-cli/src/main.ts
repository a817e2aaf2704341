#!/usr/bin/env node
import { ArgumentError, parseCommand, USAGE } from './arguments.js';
import { runCommand } from './run-command.js';

/** Exit codes: 0 when it was done, 1 when it was refused or failed, 2 when the command line was wrong. */
async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--help') || args.length === 0) {
    process.stdout.write(USAGE);
    return;
  }
  await runCommand(parseCommand(args), process);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const wrong = error instanceof ArgumentError;
  const { name, code, message } = error as Error & { readonly code?: unknown };
  process.stderr.write(`coffer: ${wrong ? message : `${typeof code === 'string' ? code : name}: ${message}`}\n${wrong ? `\n${USAGE}` : ''}`);
  process.exitCode = wrong ? 2 : 1;
}
