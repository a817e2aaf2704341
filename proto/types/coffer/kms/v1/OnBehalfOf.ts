// Original file: kms/v1/identity.proto

import type { Caller as _coffer_kms_v1_Caller, Caller__Output as _coffer_kms_v1_Caller__Output } from '../../../coffer/kms/v1/Caller.js';
import type { ServiceItself as _coffer_kms_v1_ServiceItself, ServiceItself__Output as _coffer_kms_v1_ServiceItself__Output } from '../../../coffer/kms/v1/ServiceItself.js';

export interface OnBehalfOf {
  'caller'?: (_coffer_kms_v1_Caller | null);
  'service'?: (_coffer_kms_v1_ServiceItself | null);
  'who'?: "caller"|"service";
}

export interface OnBehalfOf__Output {
  'caller'?: (_coffer_kms_v1_Caller__Output);
  'service'?: (_coffer_kms_v1_ServiceItself__Output);
}
