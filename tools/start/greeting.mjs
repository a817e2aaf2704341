import { relative } from 'node:path';
import { clientHost } from './places.mjs';

/** A path as one would type it here. */
function short(path) {
  const here = relative(process.cwd(), path);
  return here.startsWith('..') ? path : here;
}

function consoleAddress({ storage }, ports) {
  return `${storage.tlsCertFile === undefined ? 'http' : 'https'}://${clientHost(storage.host)}:${ports.storage.console}`;
}

/** What a start prints when both services answer: where they are, who may call them, and something to try. `coffer ready` comes last. */
export function greeting({ places, settings, fromEnvironment }, ports) {
  const { storage, kms } = settings;
  const name = clientHost(storage.host);
  const s3 = `${storage.tlsCertFile === undefined ? 'http' : 'https'}://${name}:${ports.storage.s3}`;
  const credentials = fromEnvironment ? 'from the environment (COFFER_ROOT_ACCESS_KEY_ID)' : short(places.credentials);
  const login = fromEnvironment ? '' : `AWS_SHARED_CREDENTIALS_FILE=${short(places.credentials)} `;
  const aws = `${login}aws --endpoint-url ${s3} --region ${storage.region} s3api`;
  return [
    `S3              ${s3}`,
    `KMS             ${kms.tlsCertFile === undefined ? 'http' : 'https'}://${name}:${ports.kms.kms}`,
    `KMS, gRPC       ${name}:${ports.kms.grpc}`,
    `health, metrics http://${name}:${ports.storage.admin} (S3), http://${name}:${ports.kms.admin} (KMS)`,
    ...(ports.storage.console === undefined ? [] : [`console         ${consoleAddress(settings, ports)}`]),
    `credentials     ${credentials}`,
    `logs            ${short(places.logs)}`,
    'try',
    `  ${aws} create-bucket --bucket notes`,
    `  ${aws} put-object --bucket notes --key readme --body README.md --server-side-encryption aws:kms`,
    'coffer ready',
    '',
  ].join('\n');
}
