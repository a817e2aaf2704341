import type { Condition } from '../conditions/condition.js';
import { parseOperatorName } from '../conditions/condition.js';
import { parseIpRange } from '../conditions/ip-range.js';
import type { Policy } from './policy.js';
import type { Statement } from './statement.js';

/** Keys that bind a request to somebody or some place, where their value is fixed. */
const fixingKeys: ReadonlySet<string> = new Set([
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principalorgid',
  'aws:sourcearn',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:sourceowner',
  'aws:sourceaccount',
  'aws:userid',
  's3:x-amz-server-side-encryption-aws-kms-key-id',
  's3:dataaccesspointaccount',
]);
const ACCESS_POINT_KEY = 's3:dataaccesspointarn';
const SOURCE_IP_KEY = 'aws:sourceip';
const equalOperators: ReadonlySet<string> = new Set(['StringEquals', 'StringEqualsIgnoreCase', 'StringLike', 'ArnEquals', 'ArnLike']);

const IPV4_BYTES = 4;
const IPV4_PREFIX_MIN = 8;
const IPV6_PREFIX_MIN = 32;
const accessPointForm = /^arn:[^:*?]+:s3:[^:*?]+:\d{12}:accesspoint\/[^$]+$/;

/**
 * Whether a bucket's policy is public in S3's meaning: whether it allows anything to whoever asks, without a condition that fixes who that may be.
 * Values with wildcards or variables fix nothing, and neither do addresses of a block wider than /8 (IPv4) or /32 (IPv6). Of access points the account must
 * be fixed and not the name.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
export function isPublicPolicy(policy: Policy): boolean {
  return policy.statements.some((statement) => statement.effect === 'Allow' && isForAnyone(statement) && !statement.conditions.some(isFixing));
}

/** Whoever an identity provider vouches for is anyone, and so is everyone but the named. */
function isForAnyone({ principals }: Statement): boolean {
  return principals !== undefined && (principals.everyone || principals.isNegated || principals.federated.size > 0);
}

/** A condition that holds without the key, or for an empty set of values, fixes nothing. */
function isFixing({ operator, key, values }: Condition): boolean {
  const name = parseOperatorName(operator);
  if (name === undefined || name.ifExists || name.quantifier === 'ForAllValues') return false;
  const asked = key.toLowerCase();
  if (asked === SOURCE_IP_KEY) return name.base === 'IpAddress' && values.every(isNarrow);
  if (!equalOperators.has(name.base)) return false;
  if (asked === ACCESS_POINT_KEY) return values.every((value) => accessPointForm.test(value));
  return fixingKeys.has(asked) && values.every(isFixed);
}

function isFixed(value: string): boolean {
  return !/[*?]|\$\{/.test(value);
}

function isNarrow(value: string): boolean {
  const range = parseIpRange(value);
  return range !== undefined && range.prefixBits >= (range.bytes.length === IPV4_BYTES ? IPV4_PREFIX_MIN : IPV6_PREFIX_MIN);
}
