import { parsePolicy } from './parse-policy.js';
import { isPublicPolicy } from './public-policy.js';

const everyone = { Effect: 'Allow', Principal: '*', Action: 's3:PutObject', Resource: '*' };
const isPublic = (...statements: object[]) => isPublicPolicy(parsePolicy({ Version: '2012-10-17', Statement: statements }, { name: 'bucket', kind: 'resource' }));
const equals = (key: string, value: unknown, operator = 'StringEquals') => ({ ...everyone, Condition: { [operator]: { [key]: value } } });

describe('isPublicPolicy', () => {
  it.each<[string, object]>([
    ["everyone (AWS's example)", everyone],
    ['everyone of AWS', { ...everyone, Principal: { AWS: '*' } }],
    ['everyone beside a named account', { ...everyone, Principal: { AWS: ['111122223333', '*'] } }],
    ["whoever an identity provider vouches for (AWS's example)", { ...everyone, Principal: { Federated: 'graph.facebook.com' } }],
    ['everyone but one', { Effect: 'Allow', NotPrincipal: { AWS: '111122223333' }, Action: 's3:*', Resource: '*' }],
    ["a VPC that is a wildcard (AWS's example)", equals('aws:SourceVpc', 'vpc-*', 'StringLike')],
    ['a VPC that is one question mark wide', equals('aws:SourceVpc', 'vpc-9123732?', 'StringLike')],
    ['a variable', equals('aws:PrincipalAccount', '${aws:PrincipalAccount}')],
    ['one fixed value and one that is not', equals('aws:SourceVpc', ['vpc-91237329', 'vpc-*'], 'StringLike')],
    ['a value that may be absent', equals('aws:SourceVpc', 'vpc-91237329', 'StringEqualsIfExists')],
    ['a value of none, which a set of none has', equals('aws:PrincipalOrgID', 'o-1', 'ForAllValues:StringEquals')],
    ['all values but one', equals('aws:SourceVpc', 'vpc-91237329', 'StringNotEquals')],
    ['a key that fixes nobody', equals('aws:Referer', 'https://example.com/')],
    ['a prefix', equals('s3:prefix', 'public/')],
    ['TLS', equals('aws:SecureTransport', 'true', 'Bool')],
    ['half of all IPv4 addresses', equals('aws:SourceIp', '0.0.0.0/1', 'IpAddress')],
    ['more than a /8', equals('aws:SourceIp', '10.0.0.0/7', 'IpAddress')],
    ['more than a /32 of IPv6', equals('aws:SourceIp', '2001:db8::/31', 'IpAddress')],
    ['a narrow block and a wide one', equals('aws:SourceIp', ['203.0.113.0/24', '::/0'], 'IpAddress')],
    ['all addresses but some', equals('aws:SourceIp', '203.0.113.0/24', 'NotIpAddress')],
    ["a role's sessions by a pattern of ids", equals('aws:userid', 'AROAEXAMPLE:*', 'StringLike')],
    ['any access point', equals('s3:DataAccessPointArn', 'arn:aws:s3:us-west-2:*:accesspoint/*', 'ArnLike')],
    ['any principal of an account, by a wildcard', equals('aws:PrincipalArn', 'arn:aws:iam::111122223333:role/*', 'ArnLike')],
  ])('is public: %s', (_, statement) => {
    expect(isPublic(statement)).toBe(true);
  });

  it.each<[string, object]>([
    ['a deny', { ...everyone, Effect: 'Deny' }],
    ['an account', { ...everyone, Principal: { AWS: '111122223333' } }],
    ['a user, a role and a session', { ...everyone, Principal: { AWS: ['arn:aws:iam::111122223333:user/a', 'arn:aws:iam::111122223333:role/b', 'arn:aws:sts::111122223333:assumed-role/b/c'] } }],
    ['a service', { ...everyone, Principal: { Service: 'cloudtrail.amazonaws.com' } }],
    ["a fixed VPC (AWS's example)", equals('aws:SourceVpc', 'vpc-91237329')],
    ['several fixed values', equals('aws:SourceVpce', ['vpce-1', 'vpce-2'])],
    ['a fixed value with an operator of patterns', equals('aws:SourceVpc', 'vpc-91237329', 'StringLike')],
    ['a fixed value in another case of the key', equals('AWS:sourcevpc', 'vpc-91237329')],
    ['an organisation', equals('aws:PrincipalOrgID', 'o-1')],
    ['an organisation by one of a set', equals('aws:PrincipalOrgID', 'o-1', 'ForAnyValue:StringEquals')],
    ['an account by its key', equals('aws:PrincipalAccount', '111122223333')],
    ['a principal by its ARN', equals('aws:PrincipalArn', 'arn:aws:iam::111122223333:role/b', 'ArnEquals')],
    ['a source', equals('aws:SourceArn', 'arn:aws:sns:us-east-1:111122223333:topic', 'ArnLike')],
    ["a source's account", equals('aws:SourceAccount', '111122223333')],
    ["a source's owner", equals('aws:SourceOwner', '111122223333')],
    ['a key of the KMS', equals('s3:x-amz-server-side-encryption-aws-kms-key-id', 'arn:aws:kms:us-east-1:111122223333:key/1')],
    ['an id', equals('aws:userid', 'AIDAEXAMPLE')],
    ['a narrow block', equals('aws:SourceIp', '203.0.113.0/24', 'IpAddress')],
    ['a /8', equals('aws:SourceIp', '10.0.0.0/8', 'IpAddress')],
    ['a /32 of IPv6', equals('aws:SourceIp', '2001:db8::/32', 'IpAddress')],
    ["any access point of an account (AWS's example)", equals('s3:DataAccessPointArn', 'arn:aws:s3:us-west-2:123456789012:accesspoint/*', 'ArnLike')],
    ["an access point's account", equals('s3:DataAccessPointAccount', '123456789012')],
    ['a fixed value beside what fixes nothing', { ...everyone, Condition: { Bool: { 'aws:SecureTransport': 'true' }, StringEquals: { 'aws:SourceVpc': 'vpc-1' } } }],
  ])('is not public: %s', (_, statement) => {
    expect(isPublic(statement)).toBe(false);
  });

  it("is public with one public statement among others (AWS's example of three)", () => {
    const service = { ...everyone, Principal: { Service: 'cloudtrail.amazonaws.com' } };
    const account = { ...everyone, Principal: { AWS: '444455556666' } };
    expect(isPublic(service, account)).toBe(false);
    expect(isPublic(service, account, everyone)).toBe(true);
  });
});
