import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Client, credentials, status, type ClientDuplexStream, type MethodDefinition, type ServiceDefinition, type ServiceError } from '@grpc/grpc-js';
import { loadFileDescriptorSetFromBuffer, loadSync } from '@grpc/proto-loader';
import { afterTests } from '@coffer/testing';
import { authority, MadeUpService, openDoor, secured } from './grpc-lab.js';

interface Answer {
  readonly listServicesResponse?: { readonly service: readonly { readonly name: string }[] };
  readonly fileDescriptorResponse?: { readonly fileDescriptorProto: readonly Buffer[] };
  readonly errorResponse?: { readonly errorCode: number };
}
type Reflection = MethodDefinition<object, Answer>;

const certificates = authority();
const protoRoot = join(dirname(createRequire(import.meta.url).resolve('@grpc/reflection')), '../proto');
const KEY_SERVICE = 'coffer.kms.v1.KeyService';

/** The protocol as clients speak it: the current version, and the one that older clients try first. */
const versions = ['v1', 'v1alpha'].map((version) => {
  const loaded = loadSync(`grpc/reflection/${version}/reflection.proto`, { includeDirs: [protoRoot], longs: Number });
  const service = loaded[`grpc.reflection.${version}.ServerReflection`] as ServiceDefinition;
  return [version, service['ServerReflectionInfo'] as Reflection] as const;
});

async function reflected(tls = secured(certificates.storage)) {
  const { port } = await openDoor(new MadeUpService(), certificates.kms);
  const client = new Client(`localhost:${String(port)}`, tls, { 'grpc.use_local_subchannel_pool': 1 });
  afterTests(() => { client.close(); });
  const ask = (method: Reflection, question: object): Promise<Answer> => new Promise((resolve, reject) => {
    const stream: ClientDuplexStream<object, Answer> = client.makeBidiStreamRequest(method.path, method.requestSerialize, method.responseDeserialize);
    stream.on('data', (answer: Answer) => { stream.end(); resolve(answer); }).on('error', reject);
    stream.write(question);
  });
  return { client, ask };
}

/** A FileDescriptorSet of descriptors as they came: each is field 1, with its length. */
function descriptorSet(files: readonly Buffer[]): Buffer {
  return Buffer.concat(files.flatMap((file) => [Buffer.of(0x0a), varint(file.length), file]));
}

function varint(value: number): Buffer {
  return value < 0x80 ? Buffer.of(value) : Buffer.concat([Buffer.of((value & 0x7f) | 0x80), varint(value >> 7)]);
}

describe.each(versions)('reflection %s', (_, method) => {
  it('names the services that are here', async () => {
    const { ask } = await reflected();
    const { listServicesResponse } = await ask(method, { listServices: '*' });
    expect(listServicesResponse?.service.map(({ name }) => name).sort()).toEqual([KEY_SERVICE, 'grpc.health.v1.Health']);
  });

  it('gives the contract, whole enough to make a call by it', async () => {
    const { ask, client } = await reflected();
    const { fileDescriptorResponse } = await ask(method, { fileContainingSymbol: KEY_SERVICE });
    const loaded = loadFileDescriptorSetFromBuffer(descriptorSet(fileDescriptorResponse?.fileDescriptorProto ?? []), { longs: Number });
    const service = loaded[KEY_SERVICE] as ServiceDefinition;
    expect(Object.keys(service)).toEqual(expect.arrayContaining(['GenerateDataKeyBatch', 'DecryptBatch', 'Ping', 'OpenSession', 'ImportAuditGroups']));
    const ping = service['Ping'] as MethodDefinition<object, { readonly accessRevision: string }>;
    const pong = await new Promise<{ readonly accessRevision: string }>((resolve, reject) => {
      client.makeUnaryRequest(ping.path, ping.requestSerialize, ping.responseDeserialize, {}, (error, answer) => { if (answer === undefined) reject(error ?? new Error('no answer')); else resolve(answer); });
    });
    expect(pong.accessRevision).toBe('r1');
  });

  it('says of what is not here that it is not', async () => {
    const { ask } = await reflected();
    const { errorResponse } = await ask(method, { fileContainingSymbol: 'coffer.kms.v1.Nothing' });
    expect(errorResponse?.errorCode).toBe(status.NOT_FOUND);
  });

  it('is for peers with a certificate only', async () => {
    const { ask } = await reflected(credentials.createSsl(Buffer.from(certificates.kms.ca)));
    await expect(ask(method, { listServices: '*' })).rejects.toMatchObject({ code: status.UNAVAILABLE } satisfies Partial<ServiceError>);
  });
});
