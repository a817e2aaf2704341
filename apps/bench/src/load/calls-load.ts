import { readFile } from 'node:fs/promises';

import { callStamps } from '@coffer/kms-client';
import { credentials, loadPackageDefinition, type Client, type ServiceError } from '@grpc/grpc-js';
import { load } from '@grpc/proto-loader';

import { quantile } from '../stats/quantile.js';
import type { CallsJob, LoadResult } from './jobs.js';

type Answer = Readonly<Record<string, unknown>>;
type Call = (message: object, callback: (error: ServiceError | null, answer: Answer) => void) => void;

/** Makes unary calls over one connection, `inFlight` at a time. `count` is calls: entries of a batch are for the row to multiply. */
export async function callsLoad(job: CallsJob): Promise<LoadResult> {
  const { client, call } = await openClient(job);
  const message = revived(job.message);
  const latenciesMs: number[] = [];
  try {
    await once(call, message);
    const started = performance.now();
    let left = job.calls;
    const worker = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        const sent = performance.now();
        checkList(await once(call, message), job);
        latenciesMs.push(performance.now() - sent);
      }
    };
    await Promise.all(Array.from({ length: job.inFlight }, worker));
    const seconds = (performance.now() - started) / 1_000;
    return { seconds, count: latenciesMs.length, p50Ms: quantile(latenciesMs, 0.5), p99Ms: quantile(latenciesMs, 0.99) };
  } finally {
    client.close();
  }
}

async function openClient(job: CallsJob): Promise<{ client: Client; call: Call }> {
  const definition = loadPackageDefinition(await load(job.protoFile, { includeDirs: [job.protoDir], keepCase: false, longs: Number, enums: String, defaults: true }));
  const found = job.service.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], definition);
  const [ca, key, cert] = await Promise.all([job.tls.caFile, job.tls.keyFile, job.tls.certFile].map((file) => readFile(file)));
  if (ca === undefined || key === undefined || cert === undefined) throw new Error('the load client needs a certificate');
  const ServiceClient = found as new (address: string, creds: ReturnType<typeof credentials.createSsl>) => Client & Record<string, Call>;
  // The key service takes a forwarded call once: each is stamped anew, as storage-service stamps its own.
  const client = new ServiceClient(job.address, credentials.combineChannelCredentials(credentials.createSsl(ca, key, cert), callStamps()));
  const method = client[job.method];
  if (method === undefined) throw new Error(`${job.service} has no ${job.method}`);
  return { client, call: method.bind(client) };
}

function once(call: Call, message: object): Promise<Answer> {
  return new Promise((resolve, reject) => {
    call(message, (error, answer) => {
      if (error) reject(error);
      else resolve(answer);
    });
  });
}

/** A batch that was refused entry by entry is no work done: each entry of the answer must be a result. */
function checkList(answer: Answer, job: CallsJob): void {
  if (job.answerList === undefined) return;
  const list = answer[job.answerList] as readonly Answer[] | undefined;
  if (list?.length !== job.itemsPerCall) throw new Error(`${job.method} answered without ${String(job.itemsPerCall)} entries`);
  const refused = list.find((entry) => entry['error'] !== undefined && entry['error'] !== null);
  if (refused !== undefined) throw new Error(`${job.method} refused an entry: ${JSON.stringify(refused)}`);
}

/** JSON has no bytes: `{ base64 }` stands for them. */
function revived(value: object): object {
  return JSON.parse(JSON.stringify(value), (_, part: unknown) => {
    const base64 = typeof part === 'object' && part !== null && 'base64' in part ? part.base64 : undefined;
    return typeof base64 === 'string' ? Buffer.from(base64, 'base64') : part;
  }) as object;
}
