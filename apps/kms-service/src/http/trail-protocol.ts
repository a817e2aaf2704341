import { performLookup } from '../trail/perform.js';
import type { LookupEventsRequest } from '../trail/lookup-events.js';
import type { TrailBacking } from '../trail/trail-backing.js';
import { TrailError } from '../trail/trail-error.js';
import type { Authenticate } from './authenticate.js';
import type { HttpRequest } from './http-request.js';
import { jsonProtocol, type JsonError } from './json-protocol.js';
import { kmsJsonError } from './kms-protocol.js';
import type { Protocol } from './protocol.js';
import { WireMembers } from './wire-members.js';

/** CloudTrail's names in `X-Amz-Target`: newer clients send the short one. */
const TARGET_PREFIXES = ['com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.', 'CloudTrail_20131101.'];

/** AWS CloudTrail, as far as looking events up: JSON 1.1. */
export function trailProtocol(backing: TrailBacking, authenticate: Authenticate): Protocol {
  return jsonProtocol({
    signingName: 'cloudtrail',
    targetPrefixes: TARGET_PREFIXES,
    serves: (operation) => operation === 'LookupEvents',
    serve: async (request, requestId) => {
      const caller = await authenticate(request);
      assertLookup(request);
      return Buffer.from(JSON.stringify(await performLookup(backing, { caller, requestId }, decode(WireMembers.parse(request.body)))));
    },
    errorOf: trailJsonError,
  });
}

function assertLookup({ target = '' }: HttpRequest): void {
  const name = target.slice(target.lastIndexOf('.') + 1);
  if (name !== 'LookupEvents') throw new TrailError('UnsupportedOperationException', `The operation ${/^\w{1,64}$/.test(name) ? name : 'asked for'} is not supported by this trail.`);
}

function decode(members: WireMembers): LookupEventsRequest {
  return {
    attributes: (members.objects('LookupAttributes') ?? []).map((attribute) => ({ key: attribute.text('AttributeKey'), value: attribute.text('AttributeValue') })),
    startTime: timeOf(members.raw('StartTime')),
    endTime: timeOf(members.raw('EndTime')),
    eventCategory: members.text('EventCategory'),
    maxResults: members.integer('MaxResults'),
    nextToken: members.text('NextToken'),
  };
}

/** JSON 1.1 tells times in seconds of Unix time. What is none of them is a time that no range takes. */
function timeOf(value: unknown): Date | undefined {
  if (value === undefined) return undefined;
  return new Date(typeof value === 'number' ? value * 1000 : NaN);
}

function trailJsonError(thrown: unknown): JsonError {
  if (!(thrown instanceof TrailError)) return kmsJsonError(thrown);
  const { code, message } = thrown;
  return code === 'InternalFailure' ? { code, message, status: 500, logged: thrown } : { code, message, status: 400 };
}
