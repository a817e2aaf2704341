import { StorageError } from '../errors/storage-error.js';
import type { Admit, CopySource } from '../objects/commands.js';

import { admission } from './admit.js';
import type { CallOf } from './call.js';
import { parseCopySource } from './copy-source.js';
import { parseSourceCustomerKey } from './customer-key.js';
import { header } from './request.js';
import { UPLOAD_SIZE_MAX } from './upload-body.js';

/** The source of a copy: its name, its customer key, and the `x-amz-copy-source-if-*` conditions. */
export function copySource(call: CallOf<'CopyObject' | 'UploadPartCopy'>): CopySource {
  const { name } = parseCopySource(header(call.request, 'x-amz-copy-source') ?? '');
  const customerKey = parseSourceCustomerKey(call.request, call.secrets);
  const { admit } = admission(call.request, 'x-amz-copy-source-');
  return { name, admit: call.operation.name === 'CopyObject' ? limited(admit) : admit, ...(customerKey && { customerKey }) };
}

/** One copy moves as much as one PUT; what is larger is copied by parts. */
function limited(admit: Admit): Admit {
  return (head) => {
    admit(head);
    if (head.size <= UPLOAD_SIZE_MAX) return;
    throw new StorageError('InvalidRequest', `The specified copy source is larger than the maximum allowable size for a copy source: ${UPLOAD_SIZE_MAX}`);
  };
}
