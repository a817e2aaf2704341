/** Who acts and what they may: principals, their access keys, the document that declares them, and the policies that hang on them. */
export { AccessKey } from './access-key.js';
export type { Caller, Principal, Session, SessionIssuer } from './caller.js';
export type { AccessRequest, Standing } from './evaluation/access-request.js';
export type { ConditionContext, ConditionValue } from './evaluation/condition-context.js';
export type { DecidingStatement, Decision, PolicyKind } from './evaluation/decision.js';
export { Identities, type Identity } from './identities.js';
export { IdentitiesError } from './identities-error.js';
export { parseIdentities, type IdentitiesOptions, type IdentitiesSource } from './parse-identities.js';
export type { Policy } from './policy/policy.js';
export { rootPrincipal, userPrincipal } from './principal.js';
export { SessionToken } from './session-token.js';
