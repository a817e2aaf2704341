import { currentMaterial, stateOf, type Key } from '../keys/key.js';
import type { KeyMetadata } from './responses.js';

/** A key as DescribeKey tells it. */
export function metadataOf(key: Key): KeyMetadata {
  return {
    awsAccountId: key.owner,
    keyId: key.id,
    arn: key.arn,
    creationDate: key.createdAt,
    enabled: key.enabled,
    description: key.description,
    keyUsage: 'ENCRYPT_DECRYPT',
    keyState: stateOf(key),
    origin: 'AWS_KMS',
    keyManager: key.manager,
    customerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    keySpec: 'SYMMETRIC_DEFAULT',
    encryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    multiRegion: false,
    currentKeyMaterialId: currentMaterial(key).id,
    ...(key.deletionDate && { deletionDate: key.deletionDate }),
  };
}
