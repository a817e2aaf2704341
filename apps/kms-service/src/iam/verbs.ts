import { accessKeyVerbs } from './access-key-verbs.js';
import { attachmentVerbs } from './attachment-verbs.js';
import { boundaryVerbs } from './boundary-verbs.js';
import { groupVerbs } from './group-verbs.js';
import { inlinePolicyVerbs } from './inline-policy-verbs.js';
import { managedPolicyVerbs } from './managed-policy-verbs.js';
import { roleVerbs } from './role-verbs.js';
import { tagVerbs } from './tag-verbs.js';
import { userVerbs } from './user-verbs.js';
import type { IamVerb } from './verb.js';

/** Every operation of IAM that is served, by AWS's name. */
export const iamVerbs: ReadonlyMap<string, IamVerb> = new Map([
  ...userVerbs, ...accessKeyVerbs, ...groupVerbs, ...roleVerbs, ...managedPolicyVerbs, ...inlinePolicyVerbs, ...attachmentVerbs, ...boundaryVerbs, ...tagVerbs,
]);
