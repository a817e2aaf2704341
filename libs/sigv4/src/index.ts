/** AWS Signature Version 4 on the server's side: who signed a request, and whether its body is what was signed. */
export { Verifier, PRESIGN_SECONDS_MAX, SKEW_SECONDS_MAX, type VerifierOptions } from './verifier.js';
export { signedBody, type SignedBody } from './signed-body.js';
export type { SignedRequest, Unproven, Verified } from './signed-request.js';
export { parseUnsigned, type UnsignedPayload, type UnsignedRequest } from './unsigned-request.js';
export type { PayloadMode } from './payload-mode.js';
export { SigV4Error, type SigV4ErrorCode } from './errors.js';
export { SESSION_TOKEN_LENGTH_MAX, invalidToken } from './session-token.js';
