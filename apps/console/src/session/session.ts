import { createContext, useContext } from 'react';
import { Clients } from '../clients/clients.js';
import type { Credentials, Identity } from '../clients/credentials.js';
import type { Endpoints } from '../clients/endpoints.js';

/** Somebody who has signed in: who, where, and the clients that sign for them. */
export interface Session {
  readonly identity: Identity;
  readonly endpoints: Endpoints;
  readonly clients: Clients;
}

export const SessionContext = createContext<Session | undefined>(undefined);

/** The session of the page. Pages are shown only to somebody who has signed in. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error('a page was shown without a session');
  return session;
}

export function sessionOf(endpoints: Endpoints, credentials: Credentials, identity: Identity): Session {
  return { identity, endpoints, clients: new Clients(endpoints, credentials) };
}
