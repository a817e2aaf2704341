/** Who acts: principals, their access keys, and the document that declares them. */
export { AccessKey } from './access-key.js';
export type { Caller, Principal } from './caller.js';
export { Identities, type Identity } from './identities.js';
export { IdentitiesError } from './identities-error.js';
export { parseIdentities, type IdentitiesOptions, type IdentitiesSource } from './parse-identities.js';
export { rootPrincipal, userPrincipal } from './principal.js';
