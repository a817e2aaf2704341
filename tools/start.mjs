/**
 * What `npm start` runs: builds, checks everything that can be wrong, makes the development secrets that are missing, starts kms-service
 * and storage-service, says where they are, and stops both when it is asked to.
 *
 * Standard output is for the few lines that people and scripts read, of which the last is `coffer ready`; what is wrong goes to standard
 * error, and the services' logs to the data directory. Exit codes: 0 after it was stopped, 1 when it could not start or a service ended.
 */
import { buildServices } from './start/build.mjs';

const stop = new AbortController();
// npm, the terminal and a supervisor may each send their own signal: the first stops, the others change nothing.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop.abort());
// A reader that has seen enough (`npm start | head`) does not end the services.
process.stdout.on('error', () => undefined);

async function main() {
  if (!(await buildServices(stop.signal))) return stop.signal.aborted ? 0 : 1;
  // Only now is there something to import: the rest uses what was just built.
  const { run } = await import('./start/run.mjs');
  return run(process.env, stop.signal);
}

process.exit(await main());
