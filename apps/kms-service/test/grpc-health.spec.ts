import { Client, status, type ClientReadableStream, type ServiceError } from '@grpc/grpc-js';
import { afterTests } from '@coffer/testing';
import { loadContract, type Method } from '../src/grpc/contract.js';
import { WATCHERS_MAX } from '../src/grpc/health.js';
import { authority, MadeUpService, openDoor, secured } from './grpc-lab.js';

const certificates = authority();
const watch = loadContract().health.get('Watch') as Method;
const [SERVING, NOT_SERVING, SERVICE_UNKNOWN] = [1, 2, 3];

async function watched() {
  const { door, port } = await openDoor(new MadeUpService(), certificates.kms);
  const client = new Client(`localhost:${String(port)}`, secured(certificates.storage));
  afterTests(() => { client.close(); });
  const open = (service = ''): ClientReadableStream<{ status: number }> =>
    client.makeServerStreamRequest(watch.path, watch.requestSerialize, watch.responseDeserialize, { service }) as ClientReadableStream<{ status: number }>;
  return { door, open };
}

/** Everything that a stream says until it ends, and how it ends. */
function record(stream: ClientReadableStream<{ status: number }>) {
  const told: number[] = [];
  const ended = Promise.withResolvers<number>();
  const first = Promise.withResolvers<undefined>();
  stream.on('data', (message: { status: number }) => { told.push(message.status); first.resolve(undefined); });
  stream.on('end', () => { ended.resolve(status.OK); });
  stream.on('error', (error: ServiceError) => { ended.resolve(error.code); });
  return { told, first: first.promise, ended: ended.promise };
}

describe('Watch', () => {
  it('tells the status now, and that the door closes, and then ends so that it can', async () => {
    const { door, open } = await watched();
    const { told, first, ended } = record(open());
    await first;
    await door.close();
    expect(await ended).toBe(status.OK);
    expect(told).toEqual([SERVING, NOT_SERVING]);
  });

  it('tells of a service that is not here that it is unknown, and stays', async () => {
    const { open } = await watched();
    const { told, first } = record(open('other'));
    await first;
    expect(told).toEqual([SERVICE_UNKNOWN]);
  });

  it('is given to as many as may watch and to no more, until one leaves', async () => {
    const { open } = await watched();
    const streams = Array.from({ length: WATCHERS_MAX }, () => open());
    await Promise.all(streams.map((stream) => record(stream).first));
    expect(await record(open()).ended).toBe(status.RESOURCE_EXHAUSTED);
    streams[0]?.cancel();
    await new Promise((resolve) => { setTimeout(resolve, 100); });
    await record(open()).first;
  });
});
