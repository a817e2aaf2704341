import { once } from 'node:events';
import { runMain, StartError } from '@coffer/service';
import { auditCommand } from './main/audit-command.js';
import { USAGE, type Print } from './main/audit-usage.js';
import { backupCommand } from './main/backup-command.js';
import { rootKeyCommand } from './main/root-key-command.js';
import { sessionsCommand } from './main/sessions-command.js';
import { serve } from './main/serve.js';

type Command = (args: readonly string[], env: Readonly<Record<string, string | undefined>>, print: Print) => Promise<number>;

const commands: ReadonlyMap<string, Command> = new Map([['audit', auditCommand], ['backup', backupCommand], ['root-key', rootKeyCommand], ['sessions', sessionsCommand]]);

/** kms-service: serves, or runs one of its commands beside the service or in its place. */
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
