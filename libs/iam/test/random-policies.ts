/**
 * Documents and requests drawn from few words, so that they speak of one another often: an allow and a deny of one request are as common as neither.
 */
import fc from 'fast-check';
import type { NaiveCaller, RawDocument, RawPrincipal, RawStatement } from './naive-evaluator.js';
import { ACCOUNT, OTHER_ACCOUNT } from './callers.js';

const oneOrSome = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T | T[]> => fc.oneof({ weight: 2, arbitrary: item }, { weight: 1, arbitrary: fc.array(item, { minLength: 1, maxLength: 3 }) });
/** The first of the words most often. */
const mostly = <T>(word: T, ...others: readonly T[]): fc.Arbitrary<T> => fc.oneof({ weight: 3, arbitrary: fc.constant(word) }, { weight: 4, arbitrary: fc.constantFrom(...others) });

export const actions = ['s3:GetObject', 's3:PutObject', 's3:ListBucket', 'kms:Decrypt'];
export const resources = ['arn:aws:s3:::notes', 'arn:aws:s3:::notes/alice/a.txt', 'arn:aws:s3:::notes/bob/*', 'arn:aws:s3:::logs/2026/a'];

const action = mostly('s3:*', '*', 's3:Get*', 'S3:GETOBJECT', 's3:?etObject', 's3:*Object', 's3:ListBucket', 'kms:*', 'iam:*');
const resource = mostly(
  'arn:aws:s3:::*',
  '*',
  'arn:aws:s3:::notes',
  'arn:aws:s3:::notes/*',
  'arn:aws:s3:::notes/${aws:username}/*',
  'arn:aws:s3:::notes/${aws:PrincipalTag/team}/*',
  "arn:aws:s3:::${aws:PrincipalTag/bucket, 'notes'}*",
  'arn:aws:s3:::notes/bob/${*}',
  'arn:aws:s3:::*/a*',
  'arn:aws:s3:::?o*s/*',
);

const texts = ['alice', 'bob', 'a*', 'Alice', '', '*', '?lice', '${aws:username}', '${aws:PrincipalTag/team}', "${aws:username, 'bob'}"];
const keys = ['aws:username', 'aws:PrincipalTag/team', 'aws:TagKeys', 's3:prefix', 'S3:Prefix'];
const arns = ['arn:aws:iam::111122223333:user/alice', 'arn:aws:iam::*:user/*', 'arn:aws:*:*:*:user/${aws:username}', '*', 'arn:aws:iam::111122223333:role/backup'];
const orders = ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'];

/** An operator, the keys that it is asked of, and the values that it takes. */
const kinds: readonly (readonly [operators: readonly string[], keys: readonly string[], values: readonly (string | number | boolean)[]])[] = [
  [['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'], keys, texts],
  [orders.map((order) => `Numeric${order}`), ['s3:max-keys'], ['9', '10', 10, '11.0', '-1']],
  [orders.map((order) => `Date${order}`), ['aws:CurrentTime'], ['2026-01-01T00:30:00Z', '2026-01-01', '1767227400', '2027']],
  [['Bool'], ['aws:SecureTransport', 'aws:MultiFactorAuthPresent'], ['true', 'false', true]],
  [['BinaryEquals'], ['x:binary'], ['AAAA', 'AAAB', 'QQ==']],
  [['IpAddress', 'NotIpAddress'], ['aws:SourceIp'], ['203.0.113.0/24', '203.0.113.7', '0.0.0.0/0', '10.0.0.0/8']],
  [['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike'], ['aws:PrincipalArn', 'aws:SourceArn'], arns],
  [['Null'], ['aws:username', 'aws:TagKeys', 'aws:SourceArn'], ['true', 'false', false]],
];

const condition = fc.constantFrom(...kinds).chain(([operators, asked, values]) => {
  const bare = operators.includes('Null');
  const prefix = bare ? fc.constant('') : mostly('', 'ForAllValues:', 'ForAnyValue:');
  const suffix = bare ? fc.constant('') : mostly('', 'IfExists');
  return fc
    .tuple(prefix, fc.constantFrom(...operators), suffix, fc.constantFrom(...asked), oneOrSome(fc.constantFrom(...values)))
    .map(([before, operator, after, key, value]) => ({ [`${before}${operator}${after}`]: { [key]: value } }));
});
const conditions = fc.array(condition, { maxLength: 2 }).map((all) => Object.assign({}, ...all) as NonNullable<RawStatement['Condition']>);

const principalNames = [
  ACCOUNT,
  `arn:aws:iam::${ACCOUNT}:root`,
  `arn:aws:iam::${OTHER_ACCOUNT}:root`,
  `arn:aws:iam::${ACCOUNT}:user/alice`,
  `arn:aws:iam::${OTHER_ACCOUNT}:user/eve`,
  `arn:aws:iam::${ACCOUNT}:role/backup`,
  `arn:aws:sts::${ACCOUNT}:assumed-role/backup/night`,
];
const principal: fc.Arbitrary<RawPrincipal> = fc.oneof(
  { weight: 2, arbitrary: fc.constant('*' as const) },
  { weight: 5, arbitrary: oneOrSome(fc.constantFrom('*', ...principalNames)).map((names) => ({ AWS: names })) },
  { weight: 1, arbitrary: fc.constantFrom<RawPrincipal>({ Service: 's3.amazonaws.com' }, { Service: 'logs.amazonaws.com', AWS: ACCOUNT }) },
);
/** Long lists, since only those exempt anybody. */
const exempt: fc.Arbitrary<RawPrincipal> = fc.oneof(principal, fc.subarray(principalNames, { minLength: 3 }).map((names) => ({ AWS: names })));

const either = <T>(name: string, value: fc.Arbitrary<T>, other: fc.Arbitrary<T> = value): fc.Arbitrary<Record<string, T>> =>
  fc.oneof({ weight: 4, arbitrary: value.map((given) => ({ [name]: given })) }, { weight: 1, arbitrary: other.map((given) => ({ [`Not${name}`]: given })) });

function statement(allowWeight: number, about: fc.Arbitrary<object>): fc.Arbitrary<RawStatement> {
  const effect = fc.oneof({ weight: allowWeight, arbitrary: fc.constant('Allow' as const) }, { weight: 1, arbitrary: fc.constant('Deny' as const) });
  const condition = fc.oneof({ weight: 1, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: conditions.map((given) => ({ Condition: given })) });
  return fc
    .tuple(effect, about, either('Action', oneOrSome(action)), either('Resource', oneOrSome(resource)), condition)
    .map(([given, ...parts]) => ({ Effect: given, ...Object.assign({}, ...parts) }) as RawStatement);
}

function document(about: fc.Arbitrary<object>, allowWeight: number): fc.Arbitrary<RawDocument> {
  const version = mostly<Pick<RawDocument, 'Version'>>({ Version: '2012-10-17' }, { Version: '2012-10-17' }, { Version: '2012-10-17' }, { Version: '2008-10-17' }, {});
  return fc.tuple(version, fc.array(statement(allowWeight, about), { minLength: 1, maxLength: 3 })).map(([head, statements]) => ({ ...head, Statement: statements }));
}

const nobody = fc.constant({});
export const identityDocument = document(nobody, 7);
/** A limit that says nothing of a request is a limit that closes: allows are wider here. */
export const limitDocument = document(nobody, 12);
export const resourceDocument = document(either('Principal', principal, exempt), 5);

/** Callers by their names in `callers`. */
export const naiveCallers: ReadonlyMap<string, NaiveCaller> = new Map<string, NaiveCaller>([
  ['alice', { kind: 'user', account: ACCOUNT, name: `arn:aws:iam::${ACCOUNT}:user/alice` }],
  ['bob', { kind: 'user', account: ACCOUNT, name: `arn:aws:iam::${ACCOUNT}:user/bob` }],
  ['eve', { kind: 'user', account: OTHER_ACCOUNT, name: `arn:aws:iam::${OTHER_ACCOUNT}:user/eve` }],
  ['root', { kind: 'root', account: ACCOUNT }],
  ['session', { kind: 'session', account: ACCOUNT, name: `arn:aws:sts::${ACCOUNT}:assumed-role/backup/night`, role: `arn:aws:iam::${ACCOUNT}:role/backup` }],
  ['service', { kind: 'service', name: 's3.amazonaws.com' }],
  ['anonymous', { kind: 'anonymous' }],
]);

const maybe = <T>(name: string, value: fc.Arbitrary<T>): fc.Arbitrary<readonly (readonly [string, T])[]> => fc.oneof(fc.constant([]), value.map((given) => [[name, given] as const]));

/** Condition keys in lower case, each there or not. */
export const context: fc.Arbitrary<ReadonlyMap<string, string | readonly string[]>> = fc
  .tuple(
    maybe('aws:username', fc.constantFrom('alice', 'bob', '*')),
    maybe('aws:principaltag/team', fc.constantFrom('alice', '', 'a*')),
    maybe('aws:principaltag/bucket', fc.constantFrom('logs', 'notes')),
    maybe('aws:tagkeys', fc.array(fc.constantFrom('alice', 'bob', 'x'), { maxLength: 3 })),
    maybe('s3:prefix', fc.constantFrom('alice', 'ALICE', '', 'bob')),
    maybe('s3:max-keys', fc.constantFrom('9', '10', '11', 'many')),
    maybe('aws:currenttime', fc.constantFrom('2026-01-01T00:30:00Z', '2026-06-01T00:00:00Z')),
    maybe('aws:securetransport', fc.constantFrom('true', 'false')),
    maybe('x:binary', fc.constantFrom('AAAA', 'QQ==')),
    maybe('aws:sourceip', fc.constantFrom('203.0.113.7', '203.0.114.7', '10.1.2.3', '2001:db8::1')),
    maybe('aws:principalarn', fc.constantFrom('arn:aws:iam::111122223333:user/alice', 'arn:aws:iam::111122223333:role/backup', 'alice')),
  )
  .map((all) => new Map<string, string | readonly string[]>(all.flat()));
