/** What the suites of the gRPC door share: certificates, a door before a made-up or a real service, and a client that says exactly what it is told. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSecureContext, type SecureVersion } from 'node:tls';
import { Client, Metadata, credentials, type ChannelCredentials, type ServiceError } from '@grpc/grpc-js';
import { Secret } from '@coffer/crypto';
import { developmentCertificates, LiveIdentities } from '@coffer/service';
import { afterTests, tempDir, testCaller } from '@coffer/testing';
import { Registry } from 'prom-client';
import { readKmsSettings } from '../src/config/settings.js';
import type { KmsError } from '../src/errors/kms-error.js';
import { loadContract } from '../src/grpc/contract.js';
import { GrpcDoor } from '../src/grpc/grpc-door.js';
import type { IdentityRules } from '../src/grpc/identity.js';
import { innerDoor, type InnerDoor } from '../src/grpc/inner-door.js';
import { FileRootKey } from '../src/keys/file-root-key.js';
import { openService, type Directory } from '../src/main/open-service.js';
import type { Call } from '../src/operations/call.js';
import type { OperationName } from '../src/operations/requests.js';
import { madeUpSettings } from './made-up-settings.js';

export interface Tls {
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly ca: Buffer;
}

/** Certificates of one authority: of the key service, of storage, which may forward, and so of two peers of which one may not. */
export interface Authority {
  readonly kms: Tls;
  readonly storage: Tls;
}

export function authority(): Authority {
  const { 'kms-service': kms, 'storage-service': storage } = developmentCertificates(join(tempDir(), 'tls'));
  const read = (files: typeof kms): Tls => ({ cert: readFileSync(files.certFile), key: readFileSync(files.keyFile), ca: readFileSync(files.caFile) });
  return { kms: read(kms), storage: read(storage) };
}

export const rules: IdentityRules = { forwarders: new Set(['storage-service']), servicePrincipal: 's3.amazonaws.com', accountId: '000000000000', openSession: () => undefined };

/** A service whose every answer is the test's. By default each key is fresh, and a blob opens to itself. */
export class MadeUpService implements InnerDoor {
  readonly calls: { readonly call: Call; readonly name: OperationName; readonly request: unknown }[] = [];
  readonly batches: number[] = [];
  readonly refusals: { readonly call: Call; readonly name: OperationName; readonly error: KmsError }[] = [];
  answer: (name: OperationName, request: unknown, call: Call) => unknown = (name, request) => (name === 'Decrypt' ? opened(request as { ciphertextBlob: Buffer }) : dataKey());

  async perform(call: Call, name: OperationName, request: unknown): Promise<never> {
    this.calls.push({ call, name, request });
    return await Promise.resolve(this.answer(name, request, call)) as never;
  }

  async performBatch(entries: Parameters<InnerDoor['performBatch']>[0]): Promise<never> {
    this.batches.push(entries.length);
    return await Promise.all(entries.map(({ call, name, request }) => this.perform(call, name, request).catch((error: unknown) => error))) as never;
  }

  revision = 'r1';

  accessRevision(): string {
    return this.revision;
  }

  recordRefusal(call: Call, name: OperationName, error: KmsError): Promise<void> {
    this.refusals.push({ call, name, error });
    return Promise.resolve();
  }
}

export const KEY_ARN = 'arn:aws:kms:us-east-1:000000000000:key/11111111-2222-3333-4444-555555555555';

export function dataKey() {
  const plaintext = Secret.random();
  return { keyId: KEY_ARN, keyMaterialId: 'a'.repeat(64), plaintext, ciphertextBlob: Buffer.concat([Buffer.from('sealed'), plaintext.reveal()]) };
}

export function opened({ ciphertextBlob }: { readonly ciphertextBlob: Buffer }) {
  return { keyId: KEY_ARN, keyMaterialId: 'a'.repeat(64), plaintext: Secret.copyOf(ciphertextBlob.subarray('sealed'.length)), encryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
}

export interface OpenDoor {
  readonly door: GrpcDoor;
  readonly port: number;
  readonly faults: KmsError[];
}

export async function openDoor(inner: InnerDoor, tls: Tls, port = 0): Promise<OpenDoor> {
  const faults: KmsError[] = [];
  const door = new GrpcDoor({ tls, inner, rules, onFault: (error) => { faults.push(error); } });
  afterTests(() => { door.abort(); });
  return { door, port: await door.listen('127.0.0.1', port), faults };
}

/** Everyone who may sign by the made-up settings, with what hangs on them. */
function directory(): Directory {
  const identities = LiveIdentities.load(readKmsSettings(madeUpSettings()));
  return { standingOf: (caller) => identities.current().standingOf(caller), revision: () => identities.revision };
}

/** The service itself, on an empty directory. */
export async function realService() {
  const settings = readKmsSettings(madeUpSettings());
  mkdirSync(settings.dataDir, { recursive: true });
  const opened = await openService(settings, FileRootKey.open('COFFER_KMS_ROOT_KEY_FILE', settings.rootKeyFile), new Registry(), directory());
  afterTests(() => opened.close());
  const { audit } = opened.service;
  const events = async (): Promise<Record<string, unknown>[]> => {
    const lines: string[] = [];
    for await (const group of audit.groups()) lines.push(...group.lines);
    return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  };
  return { inner: innerDoor(opened.service), events };
}

export interface Answered {
  readonly answer: Record<string, unknown>;
  readonly requestId: unknown;
}

/** gRPC's status, and AWS's name where there is one. */
export interface Refused {
  readonly code: number;
  readonly name: unknown;
  readonly message: string;
}

const contract = loadContract();

/** What makes a call new. */
export function stamp(calledAt = Date.now()): Record<string, string> {
  return { 'x-coffer-call-id': randomBytes(16).toString('hex'), 'x-coffer-called-at': String(calledAt) };
}

/** Sends what a well-behaved client would not. */
export class PlainClient {
  readonly #client: Client;

  constructor(port: number, security: Tls | ChannelCredentials) {
    const secure = security instanceof Object && 'cert' in security ? secured(security) : security;
    this.#client = new Client(`localhost:${String(port)}`, secure, { 'grpc.use_local_subchannel_pool': 1, 'grpc.max_reconnect_backoff_ms': 100 });
    afterTests(() => { this.#client.close(); });
  }

  call(rpc: string, message: object, { metadata = {}, deadlineMs = 5_000 }: { readonly metadata?: Record<string, string>; readonly deadlineMs?: number } = {}): Promise<Answered> {
    const method = contract.keyService.get(rpc) ?? contract.health.get(rpc);
    if (method === undefined) throw new Error(`the contract has no ${rpc}`);
    const { path, requestSerialize, responseDeserialize } = method;
    return this.raw(path, requestSerialize(message), metadata, deadlineMs, responseDeserialize);
  }

  /** Any bytes, to any path. */
  raw(path: string, bytes: Buffer, metadata: Record<string, string> = {}, deadlineMs = 5_000, read: (bytes: Buffer) => object = (answer) => answer): Promise<Answered> {
    const headers = new Metadata();
    for (const [name, value] of Object.entries({ ...stamp(), ...metadata })) headers.set(name, value);
    return new Promise((resolve, reject) => {
      let requestId: unknown;
      const call = this.#client.makeUnaryRequest(path, (message: Buffer) => message, read, bytes, headers, { deadline: Date.now() + deadlineMs }, (error, answer) => {
        if (error === null) resolve({ answer: answer as Record<string, unknown>, requestId });
        else reject(error);
      });
      call.on('metadata', (received: Metadata) => { [requestId] = received.get('x-request-id'); });
    });
  }

  async refused(...given: Parameters<PlainClient['call']>): Promise<Refused> {
    return refusalOf(this.call(...given));
  }
}

export async function refusalOf(call: Promise<unknown>): Promise<Refused> {
  try {
    await call;
  } catch (error) {
    const { code, details, metadata } = error as ServiceError;
    return { code, name: metadata.get('coffer-error-code')[0], message: details };
  }
  throw new Error('the call was not refused');
}

export function secured({ cert, key, ca }: Partial<Tls>, maxVersion: SecureVersion = 'TLSv1.3'): ChannelCredentials {
  return credentials.createFromSecureContext(createSecureContext({ ...(cert && { cert }), ...(key && { key }), ...(ca && { ca }), maxVersion }));
}

export const alice = { ...testCaller('alice'), viaService: 's3.us-east-1.amazonaws.com' };
export const forAlice = { caller: { ...alice, type: 2 } };
