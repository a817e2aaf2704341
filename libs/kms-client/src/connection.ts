import { createSecureContext } from 'node:tls';
import { Client, Metadata, credentials, type ChannelCredentials, type ChannelOptions, type MethodDefinition } from '@grpc/grpc-js';
import { callStamps } from './call-stamp.js';

/** PEM: this service's certificate and key, and the authority that signs the key service's. */
export interface ClientTls {
  readonly cert: Buffer | string;
  readonly key: Buffer | string;
  readonly ca: Buffer | string;
}

export interface ConnectionOptions {
  /** `host:port`. The host must be a name of the server's certificate. */
  readonly target: string;
  readonly tls: ClientTls;
}

/** Room for the largest answer: 1,000 entries of a 4,096-byte plaintext or a blob, with their names. */
const RECEIVE_BYTES_MAX = 8 * 1024 * 1024;

/**
 * A service that comes back must be found within about a second, so the waits between attempts to connect stay far below that, names are looked up
 * again as often, and a peer that vanished without a word is noticed by keepalive.
 */
const channelOptions: ChannelOptions = {
  'grpc.initial_reconnect_backoff_ms': 50,
  'grpc.max_reconnect_backoff_ms': 250,
  'grpc.dns_min_time_between_resolutions_ms': 500,
  'grpc.keepalive_time_ms': 5_000,
  'grpc.keepalive_timeout_ms': 1_000,
  'grpc.max_receive_message_length': RECEIVE_BYTES_MAX,
  'grpc.enable_retries': 0,
  'grpc.enable_http_proxy': 0,
  'grpc.service_config_disable_resolution': 1,
  'grpc.use_local_subchannel_pool': 1,
  'grpc-node.flow_control_window': 1024 * 1024,
};

/** One HTTP/2 connection to the key service, over TLS 1.3 with a certificate on both sides. It connects by itself, again and again. */
export class Connection {
  #credentials: ChannelCredentials;
  #client: Client;

  constructor(private readonly options: ConnectionOptions) {
    this.#credentials = credentialsOf(options.tls);
    this.#client = this.#connect();
  }

  /** Rejects with gRPC's error, at the latest at `deadline`. */
  call<Q, A>(method: MethodDefinition<Q, A>, request: Q, deadline: Date, headers?: Readonly<Record<string, string>>): Promise<A> {
    const metadata = new Metadata();
    for (const name in headers) metadata.set(name, headers[name] ?? '');
    return new Promise((resolve, reject) => {
      this.#client.makeUnaryRequest(method.path, method.requestSerialize, method.responseDeserialize, request, metadata, { deadline }, (error, answer) => {
        if (error !== null) reject(error);
        else resolve(answer as A);
      });
    });
  }

  /** Gives up the connection, or the attempt to make one, for a new one: an attempt into the void would hold it for minutes. */
  renew(): void {
    this.#client.close();
    this.#client = this.#connect();
  }

  /** A new connection with these certificates takes what is asked from now on; what is under way ends on the former one. Throws, and changes nothing, if they do not fit together. */
  renewTls(tls: ClientTls): void {
    this.#credentials = credentialsOf(tls);
    this.renew();
  }

  close(): void {
    this.#client.close();
  }

  #connect(): Client {
    return new Client(this.options.target, this.#credentials, channelOptions);
  }
}

function credentialsOf({ cert, key, ca }: ClientTls): ChannelCredentials {
  const channel = credentials.createFromSecureContext(createSecureContext({ cert, key, ca, minVersion: 'TLSv1.3' }));
  return credentials.combineChannelCredentials(channel, callStamps());
}
