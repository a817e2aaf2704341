import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Credentials, Identity } from './credentials.js';
import type { Endpoints } from './endpoints.js';

/** Whom these credentials name. Throws what the service answers: unknown, expired, wrongly signed. */
export async function whoAmI(endpoints: Endpoints, credentials: Credentials): Promise<Identity> {
  const sts = new STSClient({ endpoint: endpoints.kms, region: endpoints.region, credentials, maxAttempts: 2 });
  try {
    const { Arn = '', Account = '' } = await sts.send(new GetCallerIdentityCommand({}));
    return { arn: Arn, accountId: Account };
  } finally {
    sts.destroy();
  }
}
