import { QueryError } from '../query/query-error.js';
import type { Parameters } from '../query/parameters.js';

/* Seconds, AWS's own figures. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */

export const SESSION_SECONDS_MIN = 900;
/** What a role's session holds if nobody says how long, and the most where one role's session takes on another role. */
export const ROLE_SESSION_SECONDS = 3_600;
export const ROLE_SESSION_SECONDS_MAX = 43_200;
/** Of GetSessionToken: what a session of a user holds if nobody says how long. */
export const USER_SESSION_SECONDS = 43_200;
export const USER_SESSION_SECONDS_MAX = 129_600;
/** The root's sessions hold an hour at most. */
export const ROOT_SESSION_SECONDS_MAX = 3_600;

/** How long a role's session shall hold: at most what the role allows, and an hour if the caller itself acts in a role. */
export function roleSessionSeconds(parameters: Parameters, maxSessionSeconds: number, isChained: boolean): number {
  const seconds = parameters.integer('DurationSeconds', SESSION_SECONDS_MIN, ROLE_SESSION_SECONDS_MAX);
  if (seconds === undefined) return Math.min(ROLE_SESSION_SECONDS, maxSessionSeconds);
  if (isChained && seconds > ROLE_SESSION_SECONDS) {
    throw new QueryError('ValidationError', 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining');
  }
  if (seconds > maxSessionSeconds) throw new QueryError('ValidationError', 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  return seconds;
}
