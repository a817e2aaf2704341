import { request } from 'node:https';
import type { ClusterAccess } from './in-cluster.js';
import { ClusterError } from './secrets.js';

/** A Secret holds at most 1 MiB, which base64 and JSON make larger. */
export const ANSWER_SIZE_MAX = 4 * 1024 * 1024;
const REQUEST_MS_MAX = 10_000;

export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** One request to the API server, and its answer whatever the status is. Throws ClusterError if there is none. */
export async function apiRequest({ url, ca, token }: ClusterAccess, method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<ApiAnswer> {
  try {
    return await exchange(url, { method, path, ca, headers: { authorization: `Bearer ${token}`, accept: 'application/json', ...(body && { 'content-type': 'application/json' }) } }, body);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new ClusterError(`the API server at ${url.host} does not answer (${code ?? message}): a NetworkPolicy has to let this pod reach it`, { cause: error });
  }
}

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly ca: string;
  readonly headers: Readonly<Record<string, string>>;
}

function exchange(url: URL, sent: Sent, body: object | undefined): Promise<ApiAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { ...sent, agent: false, signal: AbortSignal.timeout(REQUEST_MS_MAX) }, (response) => {
      readJson(response).then((json) => { resolve({ status: response.statusCode ?? 0, body: json }); }, reject);
    });
    outgoing.once('error', reject);
    outgoing.end(body && JSON.stringify(body));
  });
}

async function readJson(stream: AsyncIterable<Buffer>): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > ANSWER_SIZE_MAX) throw new Error(`the answer is larger than ${String(ANSWER_SIZE_MAX)} bytes`);
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
}
