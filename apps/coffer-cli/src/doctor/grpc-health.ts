import { connect, type ClientHttp2Session } from 'node:http2';
import { connect as connectTls } from 'node:tls';
import { isIP } from 'node:net';

import { HopFailure, type Found } from './hop.js';
import type { Target } from './reach.js';
import type { TlsOptions } from './tls-hop.js';

/** An empty HealthCheckRequest as gRPC frames it: not compressed, no bytes. */
const EMPTY_REQUEST = Buffer.alloc(5);

/** HealthCheckResponse.status, field 1 of the message, and its one value that is good: https://github.com/grpc/grpc/blob/master/doc/health-checking.md */
const STATUS_FIELD = 0x08;
const SERVING = 1;

/** Bytes of an answer that are read; the real one has seven. */
const ANSWER_SIZE_MAX = 1_024;

interface GrpcAnswer {
  readonly grpcStatus: string | undefined;
  readonly message: Buffer;
}

/** Calls `grpc.health.v1.Health/Check` with the certificate of a service. Throws HopFailure. */
export async function checkGrpcHealth(target: Target, tls: TlsOptions, signal: AbortSignal): Promise<Found<undefined>> {
  const { host, port } = target;
  const options = { ca: [...tls.ca], cert: tls.cert, key: tls.key, ALPNProtocols: ['h2'], ...(isIP(host) === 0 && { servername: host }) };
  const session = connect(`https://${isIP(host) === 6 ? `[${host}]` : host}:${String(port)}`, { createConnection: () => connectTls({ host, port, ...options }) });
  try {
    const { grpcStatus, message } = await call(session, signal);
    if (grpcStatus !== undefined && grpcStatus !== '0') throw new HopFailure(`the health service answers with gRPC status ${grpcStatus}`, 'see whether this is the gRPC door of kms-service (COFFER_KMS_GRPC_PORT)');
    if (message[5] !== STATUS_FIELD || message[6] !== SERVING) throw new HopFailure('the gRPC door is not serving', 'kms-service starts or stops: look at its /readyz');
    return { detail: 'the gRPC door takes this certificate and serves', value: undefined };
  } catch (error) {
    if (error instanceof HopFailure) throw error;
    throw new HopFailure(`the gRPC door broke the connection off (${reason(error)})`, 'it does not take our certificate: kms-service must trust its authority (its COFFER_GRPC_TLS_CA_FILE), and it must not have expired (COFFER_GRPC_TLS_CERT_FILE of this side)');
  } finally {
    session.destroy();
  }
}

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}

function call(session: ClientHttp2Session, signal: AbortSignal): Promise<GrpcAnswer> {
  return new Promise((resolve, reject) => {
    session.once('error', reject);
    const stream = session.request({ ':method': 'POST', ':path': '/grpc.health.v1.Health/Check', 'content-type': 'application/grpc', te: 'trailers' }, { signal });
    const [chunks, answer] = [[] as Buffer[], { grpcStatus: undefined as string | undefined }];
    const noteStatus = (headers: Readonly<Record<string, unknown>>): void => {
      if (typeof headers['grpc-status'] === 'string') answer.grpcStatus = headers['grpc-status'];
    };
    stream.once('error', reject).once('response', noteStatus).once('trailers', noteStatus);
    stream.on('data', (chunk: Buffer) => { if (chunks.length < ANSWER_SIZE_MAX) chunks.push(chunk); });
    stream.once('end', () => {
      // A connection closed in good order ends the stream, too, before anything is answered.
      if (answer.grpcStatus === undefined && chunks.length === 0) reject(new Error('closed before an answer'));
      else resolve({ ...answer, message: Buffer.concat(chunks).subarray(0, ANSWER_SIZE_MAX) });
    });
    stream.end(EMPTY_REQUEST);
  });
}
