import { SessionToken } from '@coffer/iam';
import { SessionError } from '../sessions/session-error.js';
import { TOKEN_LENGTH_MAX } from '../sessions/sessions.js';

/** A token out of a message. Throws SessionError for one that can be none. */
export function tokenOf(text: string): SessionToken {
  if (text === '' || text.length > TOKEN_LENGTH_MAX) throw new SessionError('InvalidToken');
  return new SessionToken(text);
}
