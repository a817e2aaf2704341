import { useEffect, useState, type ReactElement } from 'react';
import { fetchEndpoints } from '../clients/endpoints.js';
import { LoadedView } from '../components/loaded-view.js';
import { useLoaded } from '../components/use-loaded.js';
import { forgetCredentials } from '../session/kept-credentials.js';
import { SessionContext, type Session } from '../session/session.js';
import { Frame } from './frame.js';
import { SignIn } from './sign-in.js';

/** The whole console: who has signed in sees the pages, who has not is asked to. */
export function App(): ReactElement {
  const endpoints = useLoaded(fetchEndpoints, []);
  const [session, setSession] = useState<Session>();
  useEffect(() => () => { session?.clients.destroy(); }, [session]);
  const signOut = (): void => {
    forgetCredentials(sessionStorage);
    setSession(undefined);
    window.location.hash = '';
  };
  if (session !== undefined) return <SessionContext value={session}><Frame onSignOut={signOut} /></SessionContext>;
  return (
    <main className="sign-in">
      <div className="sign-in-box">
        <LoadedView loaded={endpoints} loading="Looking for the services …" failure="The console does not know where its services are.">
          {(found) => <SignIn endpoints={found} onSignedIn={setSession} />}
        </LoadedView>
      </div>
    </main>
  );
}
