#!/usr/bin/env node
import { ArgumentError } from './argument-error.js';
import { parseCommand, USAGE } from './arguments.js';
import { DOCTOR_USAGE } from './doctor/doctor-options.js';
import { runCommand } from './run-command.js';

/** Exit codes: 0 when it was done, 1 when it was refused or failed, 2 when the command line was wrong. */
async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--help') || args.length === 0) {
    process.stdout.write(usageFor(args));
    return;
  }
  if (args[0] === 'doctor') {
    // It takes a newer Node than the other commands, and clients that they do without.
    const { doctorCommand } = await import('./doctor/doctor-command.js');
    process.exitCode = await doctorCommand(args.slice(1), process);
    return;
  }
  await runCommand(parseCommand(args), process);
}

function usageFor([command]: readonly string[]): string {
  return command === 'doctor' ? DOCTOR_USAGE : USAGE;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const wrong = error instanceof ArgumentError;
  const { name, code, message } = error as Error & { readonly code?: unknown };
  process.stderr.write(`coffer: ${wrong ? message : `${typeof code === 'string' ? code : name}: ${message}`}\n${wrong ? `\n${usageFor(process.argv.slice(2))}` : ''}`);
  process.exitCode = wrong ? 2 : 1;
}
