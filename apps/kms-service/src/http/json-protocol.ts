import type { HttpRequest } from './http-request.js';
import type { Protocol, WireRefusal } from './protocol.js';

/** An AWS service that speaks JSON 1.1: the operation stands in `X-Amz-Target`, the members in the body. */
export interface JsonService {
  readonly signingName: string;
  /** What stands in front of the operation's name: `TrentService.`. Some clients send a longer one than others. */
  readonly targetPrefixes: readonly string[];
  readonly serves: (operation: string) => boolean;
  /** The body of the answer. */
  readonly serve: (request: HttpRequest, requestId: string) => Promise<Buffer>;
  readonly errorOf: (error: unknown) => JsonError;
}

/** What is told of a refusal. */
export interface JsonError {
  readonly code: string;
  readonly message: string;
  readonly status: number;
  /** The error itself where it is our fault. */
  readonly logged?: unknown;
}

export function jsonProtocol({ signingName, targetPrefixes, serves, serve, errorOf }: JsonService): Protocol {
  return {
    signingName,
    speaks: ({ target }) => target !== undefined && targetPrefixes.some((prefix) => target.startsWith(prefix)),
    operationOf: ({ target = '' }) => [target.slice(target.lastIndexOf('.') + 1)].find(serves),
    serve: async (request, requestId) => ({ status: 200, headers: jsonHeaders(requestId), body: await serve(request, requestId) }),
    refusal: (error, requestId) => jsonRefusal(errorOf(error), requestId),
  };
}

/** The name of the error stands in the body, and in a header for clients that read no body. */
function jsonRefusal({ code, message, status, logged }: JsonError, requestId: string): WireRefusal {
  const headers = { ...jsonHeaders(requestId), 'x-amzn-ErrorType': code };
  return { status, headers, body: Buffer.from(JSON.stringify({ __type: code, message })), code, logged };
}

function jsonHeaders(requestId: string): Record<string, string> {
  return { 'content-type': 'application/x-amz-json-1.1', 'cache-control': 'no-cache, no-store, must-revalidate, private', 'x-amzn-requestid': requestId };
}
