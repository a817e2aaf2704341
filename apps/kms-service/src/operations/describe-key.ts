import { use } from '../access/use.js';
import { grantTokensOf, requiredKeyId } from './members.js';
import { metadataOf } from './metadata.js';
import type { Verb } from './verb.js';

/** Tells what a key is. Works in every state, and makes `alias/aws/s3` if that is what is asked for. */
export const describeKey: Verb<'DescribeKey'> = {
  readOnly: true,
  parameters: ({ keyId }) => ({ keyId }),
  async run({ keyring, grants }, caller, request) {
    const keyId = requiredKeyId('keyId', request.keyId, grantTokensOf(request.grantTokens));
    grants.assertTokens(request.grantTokens);
    const key = await keyring.find(caller, use('kms:DescribeKey'), keyId);
    return { response: { keyMetadata: metadataOf(key) }, keyArns: [key.arn] };
  },
};
