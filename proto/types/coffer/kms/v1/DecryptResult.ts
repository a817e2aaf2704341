// Original file: kms/v1/batches.proto

import type { Plaintext as _coffer_kms_v1_Plaintext, Plaintext__Output as _coffer_kms_v1_Plaintext__Output } from '../../../coffer/kms/v1/Plaintext.js';
import type { EntryError as _coffer_kms_v1_EntryError, EntryError__Output as _coffer_kms_v1_EntryError__Output } from '../../../coffer/kms/v1/EntryError.js';

export interface DecryptResult {
  'plaintext'?: (_coffer_kms_v1_Plaintext | null);
  'error'?: (_coffer_kms_v1_EntryError | null);
  'outcome'?: "plaintext"|"error";
}

export interface DecryptResult__Output {
  'plaintext'?: (_coffer_kms_v1_Plaintext__Output);
  'error'?: (_coffer_kms_v1_EntryError__Output);
}
