import { StorageError } from '../errors/storage-error.js';
import type { GetObject, ObjectHead, RangeSpec } from '../objects/commands.js';

import type { Admission } from './admit.js';
import { emptyAnswer, type Answer } from './answer.js';
import type { Call, CallOf, S3Deps } from './call.js';
import { matches } from './conditions.js';
import { parseCustomerKey } from './customer-key.js';
import { refuseEncryptionHeaders } from './encryption-headers.js';
import { parseHttpDate } from './http-date.js';
import { notModifiedHeaders, objectHeaders } from './object-headers.js';
import { namedVersion } from './named-version.js';
import { partNumber } from './operation.js';
import { parseRange } from './range.js';
import { header, type S3Request } from './request.js';
import { pushVersion } from './version-header.js';

/** What GET and HEAD ask of an object, from the headers and the query. */
export async function readCommand(deps: S3Deps, call: CallOf<'GetObject' | 'HeadObject'>, reading: Admission): Promise<GetObject> {
  const { request, operation } = call;
  refuseEncryptionHeaders(request);
  if (call.caller.type === 'Anonymous') refuseOverrides(request);
  const customerKey = parseCustomerKey(request, call.secrets, 'read');
  const part = request.query.has('partNumber') ? partNumber(request) : undefined;
  const range = parseRange(header(request, 'range'));
  if (part !== undefined && range !== undefined) throw new StorageError('InvalidRequest', 'Cannot specify both Range header and partNumber query parameter');
  const command: GetObject = {
    caller: call.caller,
    name: { bucket: operation.bucket, key: operation.key },
    ...namedVersion(call),
    wantChecksum: header(request, 'x-amz-checksum-mode')?.toUpperCase() === 'ENABLED',
    admit: reading.admit,
    ...(customerKey && { customerKey }),
    ...(part !== undefined && { partNumber: part }),
  };
  const ifRange = header(request, 'if-range');
  if (range === undefined) return command;
  return ifRange === undefined ? { ...command, range } : withIfRange(deps, command, range, ifRange);
}

/** Whoever makes a link must not make a public object look like something else: only a signature lets a request choose the answer's headers. */
function refuseOverrides(request: S3Request): void {
  for (const name of request.query.keys()) {
    if (name.startsWith('response-')) throw new StorageError('InvalidRequest', 'Request specific response headers cannot be used for anonymous GET requests.');
  }
}

/**
 * If-Range (RFC 9110 section 13.1.5): the range if the object is still the one that the client has a part of, else the whole. The object is
 * looked at first; should it be replaced before it is read, the read is refused, for a range of another object is the one wrong answer.
 */
async function withIfRange(deps: S3Deps, command: GetObject, range: RangeSpec, ifRange: string): Promise<GetObject> {
  const { head } = await deps.objects.headObject({ ...command, wantChecksum: false });
  if (!isSame(ifRange, head)) return command;
  const admit = (current: ObjectHead): void => {
    if (current.etag !== head.etag) throw new StorageError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', { details: { Condition: 'If-Range' } });
    command.admit(current);
  };
  return { ...command, range, admit };
}

function isSame(ifRange: string, head: ObjectHead): boolean {
  const date = parseHttpDate(ifRange);
  if (date !== undefined) return Math.floor(head.modified.getTime() / 1000) * 1000 === date;
  return !ifRange.startsWith('W/') && matches(ifRange, head.etag);
}

/** The headers of an object, and of the part of it that is given. */
export function readHeaders({ request, bucket }: Call, head: ObjectHead, range: { readonly start: number; readonly end: number } | undefined): string[] {
  const headers = objectHeaders(request, head, range !== undefined);
  pushVersion(headers, bucket, head.version);
  if (range !== undefined) headers.push('Content-Range', `bytes ${range.start}-${range.end - 1}/${head.size}`);
  if (head.partsCount !== undefined && request.query.has('partNumber')) headers.push('x-amz-mp-parts-count', String(head.partsCount));
  return headers;
}

export function isNotModified(error: unknown): boolean {
  return error instanceof StorageError && error.code === 'NotModified';
}

export function notModified(head: ObjectHead): Answer {
  return emptyAnswer(304, notModifiedHeaders(head));
}
