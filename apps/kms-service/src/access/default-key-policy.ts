/** JSON as AWS prints it, so that what GetKeyPolicy answers looks as tools expect. */
function printed(document: object): string {
  return JSON.stringify(document, undefined, 2);
}

const rootOf = (accountId: string): string => `arn:aws:iam::${accountId}:root`;

/**
 * The policy of a key that was made without one: the account's root may do everything, which also lets identity policies of the account count.
 *
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export function defaultKeyPolicy(accountId: string): string {
  return printed({
    Version: '2012-10-17',
    Id: 'key-default-1',
    Statement: [{ Sid: 'Enable IAM User Permissions', Effect: 'Allow', Principal: { AWS: rootOf(accountId) }, Action: 'kms:*', Resource: '*' }],
  });
}

const S3_USES = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:CreateGrant', 'kms:DescribeKey'];

/**
 * The policy of `alias/aws/s3`: whoever S3 lets through may use it through S3 and nowhere else, and the account may look at it. It cannot be
 * changed, because it lets nobody.
 *
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-services.html
 */
export function managedS3KeyPolicy(accountId: string, region: string): string {
  return printed({
    Version: '2012-10-17',
    Id: 'auto-s3-2',
    Statement: [
      {
        Sid: 'Allow access through S3 for all principals in the account that are authorized to use S3',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: S3_USES,
        Resource: '*',
        Condition: { StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com`, 'kms:CallerAccount': accountId } },
      },
      {
        Sid: 'Allow direct access to key metadata to the account',
        Effect: 'Allow',
        Principal: { AWS: rootOf(accountId) },
        Action: ['kms:Describe*', 'kms:Get*', 'kms:List*', 'kms:RevokeGrant'],
        Resource: '*',
      },
    ],
  });
}
