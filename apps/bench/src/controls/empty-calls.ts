import { readFile } from 'node:fs/promises';

import { loadPackageDefinition, Server, ServerCredentials, type sendUnaryData, type ServiceClientConstructor } from '@grpc/grpc-js';
import { load } from '@grpc/proto-loader';

/**
 * The control of the data-key row: a grpc-js server over mutual TLS whose one call does nothing.
 *
 * It does: what any unary call costs, HTTP/2, TLS with a client certificate, an empty message each way. It does not: read metadata, decide who calls, touch a key, write an event.
 *
 *     node empty-calls.js ANY PROTO CA CERTIFICATE KEY
 */
const [protoFile = '', caFile = '', certFile = '', keyFile = ''] = process.argv.slice(3);

const definition = loadPackageDefinition(await load(protoFile));
const empty = ['coffer', 'bench', 'v1', 'Empty'].reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], definition) as ServiceClientConstructor;

const server = new Server();
server.addService(empty.service, {
  Call: (_: unknown, callback: sendUnaryData<object>) => {
    callback(null, {});
  },
});

const ca = await readFile(caFile);
const pair = { private_key: await readFile(keyFile), cert_chain: await readFile(certFile) };
server.bindAsync('localhost:0', ServerCredentials.createSsl(ca, [pair], true), (error, port) => {
  if (error) throw error;
  process.send?.({ ready: true, ports: { door: port } });
});
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));
