import { once } from 'node:events';

import { runMain, StartError } from '@coffer/service';

import { auditCommand, USAGE, type Print } from './main/audit-command.js';
import { backupCommand } from './main/backup-command.js';
import { serve } from './main/serve.js';

type Command = (args: readonly string[], env: Readonly<Record<string, string | undefined>>, print: Print) => Promise<number>;

const commands: ReadonlyMap<string, Command> = new Map([['audit', auditCommand], ['backup', backupCommand]]);

/** storage-service: serves, or runs one of its commands beside the service. */
async function main(): Promise<void> {
  const [name, ...args] = process.argv.slice(2);
  if (name === undefined) return serve(process.env);
  const command = commands.get(name);
  if (command === undefined) throw new StartError(USAGE);
  process.exitCode = await command(args, process.env, print);
}

async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

await runMain(main);
