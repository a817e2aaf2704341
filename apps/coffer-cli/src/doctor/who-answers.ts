import { httpAnswer, type HttpAnswer } from './http-answer.js';
import { HopFailure, type Found } from './hop.js';
import type { Target } from './reach.js';
import { speaksTls } from './tls-hop.js';

export type DoorKind = 's3' | 'kms';

/** What stands in front of services and puts its own name in place of theirs. */
const PROXY = /^(nginx|openresty|envoy|istio-envoy|haproxy|traefik|caddy|apache|cloudflare|awselb)/i;

/** How each door names requests: in the answer to any request, also one that it refuses. */
const REQUEST_ID = { s3: 'x-amz-request-id', kms: 'x-amzn-requestid' } as const;
const TITLE = { s3: "Coffer's S3", kms: "Coffer's KMS" } as const;

/** Asks without credentials, and looks at who refuses. Throws HopFailure if it is not the door that was meant. */
export async function whoAnswers(kind: DoorKind, url: URL, target: Target, ca: readonly string[], signal: AbortSignal): Promise<Found<HttpAnswer>> {
  const answer = await httpAnswer(new URL('/', url), ca, signal).catch(async (error: unknown) => {
    throw await silence(error as NodeJS.ErrnoException, url, target, signal);
  });
  return { detail: identify(kind, answer, target.setting), value: answer };
}

/** Who gave an answer, or a HopFailure. */
export function identify(kind: DoorKind, { status, headers, text }: HttpAnswer, setting: string): string {
  const other = kind === 's3' ? 'kms' : 's3';
  const server = [headers['server'] ?? []].flat()[0];
  if (headers[REQUEST_ID[kind]] !== undefined) {
    if (server === 'Coffer') return `${TITLE[kind]} answers`;
    if (server === undefined || PROXY.test(server)) return `an ${kind === 's3' ? 'S3' : 'AWS'} service answers, behind something that calls itself ${told(server)}`;
  }
  if (server === 'Coffer' && headers[REQUEST_ID[other]] !== undefined) throw new HopFailure(`${TITLE[other]} answers, and not ${TITLE[kind]}`, `mend the port in ${setting}: S3 is on 9000 and KMS on 9010 unless COFFER_S3_PORT and COFFER_KMS_PORT say otherwise`);
  if (/^\{"status":"[a-z ]+"/.test(text)) throw new HopFailure(`an admin door answers, and not ${TITLE[kind]}`, `mend the port in ${setting}; give an admin door by --${kind}-admin`);
  if (status === 400 && /HTTP request was sent to HTTPS port/i.test(text)) throw new HopFailure('the port speaks TLS, and the endpoint says http', `write https:// in ${setting}`);
  throw new HopFailure(`something else answers: status ${String(status)}, by ${told(server)}`, `mend ${setting}, or what stands in between: it must lead to ${TITLE[kind]}`);
}

function told(server: string | undefined): string {
  return server === undefined ? 'nobody that names itself' : `"${server.slice(0, 60)}"`;
}

/** An http request to a port of TLS is broken off without a word. */
async function silence(error: NodeJS.ErrnoException, url: URL, target: Target, signal: AbortSignal): Promise<HopFailure> {
  const code = error.code ?? error.message;
  if (url.protocol === 'http:' && (await speaksTls(target, signal))) return new HopFailure('the port speaks TLS, and the endpoint says http', `write https:// in ${target.setting}`);
  return new HopFailure(`the connection is made and broken off without an answer (${code})`, `see what listens at ${target.setting}: it does not speak HTTP`);
}
