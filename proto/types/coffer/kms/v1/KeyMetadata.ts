// Original file: kms/v1/keys.proto

import type { Long } from '@grpc/proto-loader';

export interface KeyMetadata {
  'awsAccountId'?: (string);
  'keyId'?: (string);
  'arn'?: (string);
  'creationDateMs'?: (number | string | Long);
  'enabled'?: (boolean);
  'description'?: (string);
  'keyUsage'?: (string);
  'keyState'?: (string);
  'origin'?: (string);
  'keyManager'?: (string);
  'keySpec'?: (string);
  'encryptionAlgorithms'?: (string)[];
  'multiRegion'?: (boolean);
  'currentKeyMaterialId'?: (string);
}

export interface KeyMetadata__Output {
  'awsAccountId'?: (string);
  'keyId'?: (string);
  'arn'?: (string);
  'creationDateMs'?: (number);
  'enabled'?: (boolean);
  'description'?: (string);
  'keyUsage'?: (string);
  'keyState'?: (string);
  'origin'?: (string);
  'keyManager'?: (string);
  'keySpec'?: (string);
  'encryptionAlgorithms'?: (string)[];
  'multiRegion'?: (boolean);
  'currentKeyMaterialId'?: (string);
}
