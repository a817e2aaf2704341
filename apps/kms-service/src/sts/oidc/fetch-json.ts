import { get } from 'node:https';

/** A document of an issuer: its keys, or where they are. Real ones are some kilobytes. */
export const ISSUER_DOCUMENT_SIZE_MAX = 256 * 1024;

/** From the first packet to the last. */
export const ISSUER_TIMEOUT_MS = 5_000;

/**
 * The JSON at an `https` URL. `ca`: certificates (PEM) of the authority by which the server is known, instead of the system's. Follows no redirect, since who may
 * write one could name another issuer's keys. Rejects with an error that is for the log.
 */
export function fetchJson(url: string, ca: string | undefined, timeoutMs = ISSUER_TIMEOUT_MS): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const request = get(url, { signal, agent: false, headers: { accept: 'application/json' }, ...(ca !== undefined && { ca }) }, (response) => {
      if (response.statusCode !== 200) {
        response.destroy();
        reject(new Error(`${url} answered ${String(response.statusCode)}`));
        return;
      }
      readJson(response).then(resolve, reject);
    });
    request.on('error', reject);
  });
}

async function readJson(response: AsyncIterable<Buffer>): Promise<unknown> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of response) {
    size += piece.length;
    if (size > ISSUER_DOCUMENT_SIZE_MAX) throw new Error(`an issuer's document is larger than ${String(ISSUER_DOCUMENT_SIZE_MAX)} bytes`);
    pieces.push(piece);
  }
  return JSON.parse(Buffer.concat(pieces).toString('utf8'));
}
