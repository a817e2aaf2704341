import type { SessionIssuer } from '@coffer/iam';
import { QueryError } from '../query/query-error.js';
import { credentialsOf, issue, toldCredentials } from './credentials.js';
import { ROOT_SESSION_SECONDS_MAX, SESSION_SECONDS_MIN, USER_SESSION_SECONDS, USER_SESSION_SECONDS_MAX } from './durations.js';
import type { StsVerb } from './verb.js';

/**
 * Short-lived credentials of the caller itself, which may do what the caller may. They are not given for short-lived ones.
 *
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
 */
export const getSessionToken: StsVerb = {
  parameters: (parameters) => ({ durationSeconds: parameters.raw('DurationSeconds') }),
  run: async ({ sessions, now }, { caller, parameters }) => {
    if (caller.session !== undefined || (caller.type !== 'User' && caller.type !== 'Root')) throw new QueryError('AccessDenied', 'Cannot call GetSessionToken with session credentials');
    if (parameters.has('SerialNumber') || parameters.has('TokenCode')) throw new QueryError('AccessDenied', 'MultiFactorAuthentication failed with invalid MFA one time pass code.');
    const asked = parameters.integer('DurationSeconds', SESSION_SECONDS_MIN, USER_SESSION_SECONDS_MAX) ?? USER_SESSION_SECONDS;
    const seconds = caller.type === 'Root' ? Math.min(asked, ROOT_SESSION_SECONDS_MAX) : asked;
    const { type, arn, accountId, principalId, userName } = caller;
    const issuer: SessionIssuer = { type, arn, accountId, principalId, userName: userName ?? '' };
    const issuedAt = now();
    const session = { issuer, issuedAt, expiresAt: new Date(issuedAt.getTime() + seconds * 1000), policies: [], tags: new Map<string, string>(), transitiveTagKeys: [] };
    const issued = await issue(sessions, { principal: { type, arn, accountId, principalId, ...(userName !== undefined && { userName }) }, session, policyArns: [] });
    return { result: { Credentials: credentialsOf(issued) }, made: { credentials: toldCredentials(issued) } };
  },
};
