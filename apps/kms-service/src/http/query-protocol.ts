import { SigV4Error, type SigV4ErrorCode } from '@coffer/sigv4';
import { KmsError } from '../errors/kms-error.js';
import { Parameters } from '../query/parameters.js';
import { kindOf, QueryError, toQueryError, type QueryErrorCode } from '../query/query-error.js';
import type { XmlMembers } from '../query/xml-value.js';
import type { HttpRequest } from './http-request.js';
import type { Protocol, WireAnswer, WireRefusal } from './protocol.js';
import { elements } from './xml.js';

/** An AWS service of the Query protocol: a form with `Action` and `Version`, in the body of a POST or in the query of a GET, and XML in the answer. */
export interface QueryService {
  readonly signingName: string;
  /** The service's `Version`, by which its requests are told from others'. */
  readonly version: string;
  /** The namespace of its answers. */
  readonly namespace: string;
  readonly serves: (operation: string) => boolean;
  /** The members of the answer's result; undefined: the answer has none. */
  readonly serve: (action: string, parameters: Parameters, request: HttpRequest, requestId: string) => Promise<XmlMembers | undefined>;
}

const FORM = /^application\/x-www-form-urlencoded\b/i;
const ACTION = /^[A-Za-z]{1,128}$/;

/** The Query protocol's names for what is wrong with a signature. */
const codeOf = {
  AccessDenied: 'SignatureDoesNotMatch',
  AuthorizationHeaderMalformed: 'IncompleteSignature',
  AuthorizationQueryParametersError: 'IncompleteSignature',
  ExpiredToken: 'ExpiredToken',
  IncompleteBody: 'SignatureDoesNotMatch',
  InvalidAccessKeyId: 'InvalidClientTokenId',
  InvalidArgument: 'IncompleteSignature',
  InvalidRequest: 'IncompleteSignature',
  InvalidToken: 'InvalidClientTokenId',
  MalformedTrailerError: 'SignatureDoesNotMatch',
  MissingAuthentication: 'MissingAuthenticationToken',
  MissingContentLength: 'SignatureDoesNotMatch',
  RequestTimeTooSkewed: 'SignatureDoesNotMatch',
  SignatureDoesNotMatch: 'SignatureDoesNotMatch',
  XAmzContentSHA256Mismatch: 'SignatureDoesNotMatch',
} as const satisfies Record<SigV4ErrorCode, QueryErrorCode>;

const INVALID_TOKEN = 'The security token included in the request is invalid.';
const MESSAGES: ReadonlyMap<SigV4ErrorCode, string> = new Map([
  ['ExpiredToken', 'The security token included in the request is expired'],
  ['InvalidAccessKeyId', INVALID_TOKEN],
  ['InvalidToken', INVALID_TOKEN],
  ['MissingAuthentication', 'Request is missing Authentication Token'],
  [
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  ],
]);

export function queryProtocol({ signingName, version, namespace, serves, serve }: QueryService): Protocol {
  return {
    signingName,
    speaks: (request) => new URLSearchParams(formOf(request)).get('Version') === version,
    operationOf: (request) => [new URLSearchParams(formOf(request)).get('Action') ?? ''].find(serves),
    serve: async (request, requestId) => {
      const parameters = Parameters.parse(formOf(request) ?? '');
      const action = parameters.raw('Action') ?? '';
      if (!ACTION.test(action)) throw unknownAction(action, version);
      const result = await serve(action, parameters, request, requestId);
      return xmlAnswer(200, requestId, answerText(action, namespace, result, requestId));
    },
    refusal: (error, requestId) => refusal(error, namespace, requestId),
  };
}

export function unknownAction(action: string, version: string): QueryError {
  return new QueryError('InvalidAction', `Could not find operation ${ACTION.test(action) ? action : ''} for version ${version}`);
}

/** The form of a request, or undefined where it has none. */
function formOf({ method, url, contentType, body }: HttpRequest): string | undefined {
  const [path, ...query] = url.split('?');
  if (path !== '/') return undefined;
  if (method === 'GET') return query.join('?');
  return method === 'POST' && FORM.test(contentType) ? body.toString('utf8') : undefined;
}

function answerText(action: string, namespace: string, result: XmlMembers | undefined, requestId: string): string {
  const results = result === undefined ? '' : `<${action}Result>${elements(result)}</${action}Result>`;
  return `<${action}Response xmlns="${namespace}">${results}${elements({ ResponseMetadata: { RequestId: requestId } })}</${action}Response>`;
}

function refusal(thrown: unknown, namespace: string, requestId: string): WireRefusal {
  const error = asQueryError(thrown);
  const { code, message } = error;
  const { status, fault } = kindOf[code];
  const told = elements({ Error: { Type: fault === 'client' ? 'Sender' : 'Receiver', Code: code, Message: message }, RequestId: requestId });
  const answer = xmlAnswer(status, requestId, `<ErrorResponse xmlns="${namespace}">${told}</ErrorResponse>`);
  return { ...answer, code, ...(fault === 'server' && { logged: error }) };
}

function asQueryError(thrown: unknown): QueryError {
  if (thrown instanceof SigV4Error) return new QueryError(codeOf[thrown.code], MESSAGES.get(thrown.code) ?? thrown.message);
  // What the shared parts of the door refuse, they refuse in KMS's words.
  if (thrown instanceof KmsError && thrown.fault === 'client') return new QueryError('ValidationError', thrown.message);
  return toQueryError(thrown);
}

function xmlAnswer(status: number, requestId: string, text: string): WireAnswer {
  return { status, headers: { 'content-type': 'text/xml', 'cache-control': 'no-store', 'x-amzn-requestid': requestId }, body: Buffer.from(text) };
}
