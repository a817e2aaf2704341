import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';

/** Bytes of an answer that are read. */
export const ANSWER_SIZE_MAX = 65_536;

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  /** When it came. */
  readonly at: Date;
}

/** GETs a URL without credentials, in a connection of its own. What is longer than the limit is cut off. */
export function httpAnswer(url: URL, ca: readonly string[], signal: AbortSignal): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const options = { method: 'GET', agent: false, signal, headers: { 'user-agent': 'coffer-doctor' } };
    const sent = url.protocol === 'https:' ? httpsRequest(url, { ...options, ca: [...ca] }) : httpRequest(url, options);
    sent.once('error', reject);
    sent.once('response', (response) => {
      const at = new Date();
      readText(response).then((text) => { resolve({ status: response.statusCode ?? 0, headers: response.headers, text, at }); }, reject);
    });
    sent.end();
  });
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= ANSWER_SIZE_MAX) break;
  }
  return Buffer.concat(chunks).subarray(0, ANSWER_SIZE_MAX).toString('utf8');
}
