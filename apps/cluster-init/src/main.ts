import { createLog, runMain, StartError } from '@coffer/service';
import { initialize } from './initialize.js';
import { inCluster } from './kubernetes/in-cluster.js';
import { SecretsApi } from './kubernetes/secrets-api.js';
import { ClusterError } from './kubernetes/secrets.js';
import { readOptions } from './options.js';

const log = createLog({ service: 'cluster-init', level: 'info' });

/** Makes the Secrets that the services of a namespace need, or ends with 1 and one line that says what is missing. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const access = inCluster(process.env);
  try {
    await initialize(new SecretsApi(access), access.namespace, options, log);
  } catch (error) {
    throw error instanceof ClusterError ? new StartError(error.message, { cause: error }) : error;
  }
  log.info('all is there');
}

await runMain(main, log);
