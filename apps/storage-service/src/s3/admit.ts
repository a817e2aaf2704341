import type { Admit, ObjectHead } from '../objects/commands.js';

import { admitAll, checkConditions, parseConditions } from './conditions.js';
import { requireConfidentialFor } from './confidential.js';
import type { S3Request } from './request.js';

/** What a read asks of the object before its key is used, and the object that was asked. */
export interface Admission {
  readonly admit: Admit;
  /** The object that was seen, for the headers of a 304; undefined until then. */
  seen(): ObjectHead | undefined;
}

const unconditional: Admission = { admit: admitAll, seen: () => undefined };

/** `prefix` is `x-amz-copy-source-` for the source of a copy, else empty. */
export function admission(request: S3Request, prefix = ''): Admission {
  const conditions = parseConditions(request, prefix);
  if (conditions === undefined && request.confidential) return unconditional;
  let seen: ObjectHead | undefined;
  return {
    admit: (head) => {
      seen = head;
      if (conditions !== undefined) checkConditions(conditions, head);
      if (prefix === '') requireConfidentialFor(request, head.encryption);
    },
    seen: () => seen,
  };
}
