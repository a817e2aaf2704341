import { createServer } from 'node:net';
import { StartError } from './start-error.js';

/** Why a door could not be opened, naming the setting. Shared by the check beforehand and by the listening itself. */
export function listenFault(setting: string, host: string, port: number, error: unknown): StartError {
  const place = `${host}:${String(port)}`;
  const cause = { cause: error };
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new StartError(`${setting}: port ${String(port)} is taken by another program (${place}); stop it or choose another port`, cause);
    case 'EACCES':
      return new StartError(`${setting}: this user may not listen on port ${String(port)} (${place}); choose one above 1023`, cause);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartError(`COFFER_HOST: ${host} is not an address of this machine`, cause);
    default:
      return new StartError(`${setting}: cannot listen on ${place} (${(error as Error).message})`, cause);
  }
}

/** Checks that a port can be listened on, and leaves it free. Port 0 always can. */
export async function assertPortFree(setting: string, host: string, port: number): Promise<void> {
  if (port === 0) return;
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      reject(listenFault(setting, host, port, error));
    });
    server.listen({ host, port, exclusive: true }, () => {
      server.close(() => {
        resolve();
      });
    });
  });
}
