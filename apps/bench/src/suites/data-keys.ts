import { join } from 'node:path';

import type { Bench, Suite } from '../bench.js';
import { startControl } from '../controls/start-control.js';
import { ACCOUNT, REGION, startCoffer, type Coffer } from '../services/coffer.js';
import { interleave } from '../stats/interleave.js';
import { comparedRow, type RowTitle } from '../stats/row.js';

const KEYS: RowTitle = { name: 'data keys through the batch RPC', unit: 'keys/s', target: { bound: 'at least', value: 5 } };
const PING: RowTitle = { name: 'Ping of kms-service', unit: 'calls/s' };

const EMPTY_PROTO_DIR = join(import.meta.dirname, '../../proto');
const KMS_PROTO_DIR = join(import.meta.dirname, '../../../../proto');
const DATA_KEY_BYTES = 32;
const CALLS_IN_FLIGHT = 64;
const BATCHES_IN_FLIGHT = 4;

/**
 * Data keys a second, each recorded durably before it is released, against empty unary calls a second of a bare grpc-js server
 * (controls/empty-calls) with the same certificates, client and encoding.
 */
export const dataKeys: Suite = {
  rows: [KEYS.name, PING.name],

  async *run(bench, wanted) {
    await using coffer = await startCoffer(bench, join(bench.dir, 'coffer'));
    const { tls } = coffer;
    const protoFile = join(EMPTY_PROTO_DIR, 'empty.proto');
    await using control = await startControl(bench, 'empty-calls', [protoFile, tls.caFile, tls.certFile, tls.keyFile]);
    const empty = () => callsPerSecond(bench, { ...emptyCall(coffer), address: `localhost:${String(control.port)}` });
    const ping = () => callsPerSecond(bench, { ...emptyCall(coffer), ...kmsService(coffer), method: 'Ping' });
    if (wanted.has(KEYS.name)) yield comparedRow(KEYS, await interleave(bench.rounds, empty, () => keysPerSecond(bench, coffer)));
    if (wanted.has(PING.name)) yield comparedRow(PING, await interleave(bench.rounds, empty, ping));
  },
};

function emptyCall(coffer: Coffer) {
  return { tls: coffer.tls, protoFile: join(EMPTY_PROTO_DIR, 'empty.proto'), protoDir: EMPTY_PROTO_DIR, service: 'coffer.bench.v1.Empty', method: 'Call' };
}

function kmsService(coffer: Coffer) {
  const protoFile = join(KMS_PROTO_DIR, 'kms/v1/service.proto');
  return { address: `localhost:${String(coffer.kmsGrpcPort)}`, tls: coffer.tls, protoFile, protoDir: KMS_PROTO_DIR, service: 'coffer.kms.v1.KeyService' };
}

async function callsPerSecond(bench: Bench, call: ReturnType<typeof kmsService> & { readonly method: string }): Promise<number> {
  const result = await bench.client.run({ kind: 'calls', ...call, message: {}, calls: bench.scale.calls, inFlight: CALLS_IN_FLIGHT, itemsPerCall: 1 });
  return result.count / result.seconds;
}

async function keysPerSecond(bench: Bench, coffer: Coffer): Promise<number> {
  const { batches, batchEntries } = bench.scale;
  const result = await bench.client.run({
    kind: 'calls',
    ...kmsService(coffer),
    method: 'GenerateDataKeyBatch',
    message: batchMessage(coffer, batchEntries),
    calls: batches,
    inFlight: BATCHES_IN_FLIGHT,
    answerList: 'results',
    itemsPerCall: batchEntries,
  });
  return (result.count * batchEntries) / result.seconds;
}

/** One caller's keys under `aws/s3`, each bound to an object of its own, as storage-service asks for them. */
function batchMessage(coffer: Coffer, entries: number): object {
  const caller = {
    type: 'ROOT',
    arn: `arn:aws:iam::${ACCOUNT}:root`,
    accountId: ACCOUNT,
    principalId: ACCOUNT,
    accessKeyId: coffer.credentials.accessKeyId,
    sourceIp: '127.0.0.1',
    userAgent: 'bench',
    viaService: `s3.${REGION}.amazonaws.com`,
  };
  return {
    onBehalfOf: [{ caller }],
    entries: Array.from({ length: entries }, (_, index) => ({
      who: 0,
      keyId: 'alias/aws/s3',
      numberOfBytes: DATA_KEY_BYTES,
      encryptionContext: [{ key: bytes('aws:s3:arn'), value: bytes(`arn:aws:s3:::bench/put-${String(index).padStart(7, '0')}`) }],
    })),
  };
}

function bytes(text: string): { base64: string } {
  return { base64: Buffer.from(text).toString('base64') };
}
