import type { HeadObjectCommandOutput } from '@aws-sdk/client-s3';
import type { CustomerKey } from '../../../features/encryption/customer-key.js';
import type { ObjectSeal } from '../../../features/encryption/object-seal.js';
import { emptyDraft, type SealDraft } from '../../../features/encryption/seal.js';

export interface ObjectViewProps {
  readonly bucket: string;
  readonly objectKey: string;
  /** Absent: the current one. */
  readonly version: string | undefined;
  readonly head: HeadObjectCommandOutput;
  readonly customerKey: CustomerKey | undefined;
  /** It was written anew, and opens with this key of the customer's from now on. */
  readonly onChanged: (customerKey: CustomerKey | undefined) => void;
}

/** What a dialog knows that writes an object anew. */
export interface ChangingProps extends ObjectViewProps {
  readonly seal: ObjectSeal;
  readonly onClose: () => void;
}

/** The draft that seals as the object is sealed now, as far as the store tells. */
export function draftOf({ mode, keyArn, bucketKey }: ObjectSeal, customerKey: ChangingProps['customerKey']): SealDraft {
  return { ...emptyDraft, mode, keyId: keyArn ?? '', bucketKey, ...(customerKey === undefined ? {} : { customerKey, customerKeySaved: true }) };
}
