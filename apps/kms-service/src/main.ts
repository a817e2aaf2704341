import { once } from 'node:events';
import { runMain, StartError } from '@coffer/service';
import { auditCommand } from './main/audit-command.js';
import { USAGE } from './main/audit-usage.js';
import { sessionsCommand } from './main/sessions-command.js';
import { serve } from './main/serve.js';

/** kms-service: serves, or with `audit` reads, verifies and exports what was recorded, or with `sessions revoke-all` ends sessions. */
async function main(): Promise<void> {
  const [command, ...args] = process.argv.slice(2);
  if (command === undefined) return serve(process.env);
  if (command === 'sessions') {
    process.exitCode = await sessionsCommand(args, process.env, print);
    return;
  }
  if (command !== 'audit') throw new StartError(USAGE);
  process.exitCode = await auditCommand(args, process.env, print);
}

async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

await runMain(main);
