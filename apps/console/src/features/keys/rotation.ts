import { GetKeyRotationStatusCommand, type GetKeyRotationStatusCommandOutput, type KMSClient } from '@aws-sdk/client-kms';

/** `not served`: this key service has no rotation, and no deletion of keys, which came with it. */
export type Rotation = 'not served' | GetKeyRotationStatusCommandOutput;

export async function rotationOf(kms: KMSClient, KeyId: string, abortSignal: AbortSignal): Promise<Rotation> {
  try {
    return await kms.send(new GetKeyRotationStatusCommand({ KeyId }), { abortSignal });
  } catch (thrown) {
    if (thrown instanceof Error && ['UnsupportedOperationException', 'UnknownOperationException'].includes(thrown.name)) return 'not served';
    throw thrown;
  }
}
