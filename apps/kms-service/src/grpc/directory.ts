import type { SessionToken } from '@coffer/iam';
import type { OnBehalfOf__Output } from '../../../../proto/types/coffer/kms/v1/OnBehalfOf.js';
import { SessionError } from '../sessions/session-error.js';
import type { OpenedSession } from '../sessions/sessions.js';
import type { IdentityRules } from './identity.js';
import { tokenOf } from './session-token.js';

/** What services are told of identities. */
export interface Directory {
  /** Rejects with SessionError. */
  openSession(token: SessionToken, accessKeyId: string): Promise<OpenedSession>;
  /** Another text whenever the identities that the API keeps have changed; empty where it keeps none. */
  identitiesRevision(): string;
  /** Those identities, as a document in JSON. */
  identitiesDocument(): string;
}

/** Of a door before a service that gives no sessions and keeps no identities. */
export const emptyDirectory: Directory = {
  openSession: () => Promise.reject(new SessionError('InvalidToken')),
  identitiesRevision: () => '',
  identitiesDocument: () => '{"accounts":[]}',
};

/**
 * The rules for one call: the tokens of its callers are opened before anything of the call is decoded, which then waits for nothing. A session is believed for
 * exactly the principal and the access key that its token proves.
 */
export async function rulesFor(rules: IdentityRules, directory: Directory, messages: readonly (OnBehalfOf__Output | undefined)[]): Promise<IdentityRules> {
  const shown = messages.flatMap((message) => (message?.caller?.sessionToken === undefined ? [] : [message.caller]));
  if (shown.length === 0) return rules;
  const proven = new Map<string, OpenedSession>();
  await Promise.all(shown.map(async ({ sessionToken = '', accessKeyId = '' }) => {
    const opened = await openedOrNothing(directory, sessionToken, accessKeyId);
    if (opened !== undefined) proven.set(sessionToken, opened);
  }));
  return {
    ...rules,
    openSession: (token, caller) => {
      const opened = proven.get(token.reveal());
      return opened?.principal.arn === caller.arn && opened.accessKey.id === caller.accessKeyId ? opened.session : undefined;
    },
  };
}

async function openedOrNothing(directory: Directory, text: string, accessKeyId: string): Promise<OpenedSession | undefined> {
  try {
    return await directory.openSession(tokenOf(text), accessKeyId);
  } catch (error) {
    if (error instanceof SessionError) return undefined;
    throw error;
  }
}
