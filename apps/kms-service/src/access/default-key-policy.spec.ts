import { parsePolicy } from '@coffer/iam';
import { defaultKeyPolicy, managedS3KeyPolicy } from './default-key-policy.js';

it.each([['the default', defaultKeyPolicy('000000000000')], ['that of alias/aws/s3', managedS3KeyPolicy('000000000000', 'us-east-1')]])('%s is a key policy', (_, text) => {
  expect(parsePolicy(text, { name: 'key policy', kind: 'resource' }).text).toBe(text);
});

it("is AWS's of a key that a program made", () => {
  expect(defaultKeyPolicy('111122223333')).toBe(`{
  "Version": "2012-10-17",
  "Id": "key-default-1",
  "Statement": [
    {
      "Sid": "Enable IAM User Permissions",
      "Effect": "Allow",
      "Principal": {
        "AWS": "arn:aws:iam::111122223333:root"
      },
      "Action": "kms:*",
      "Resource": "*"
    }
  ]
}`);
});
