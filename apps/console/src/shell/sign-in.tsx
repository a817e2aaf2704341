import { useEffect, useState, type ReactElement } from 'react';
import type { Credentials } from '../clients/credentials.js';
import type { Endpoints } from '../clients/endpoints.js';
import { Button } from '../components/button.js';
import { Choices, TextField } from '../components/fields.js';
import { Loading, ProblemPanel } from '../components/states.js';
import { useTask } from '../components/use-task.js';
import { forgetCredentials, keepCredentials, keptCredentials } from '../session/kept-credentials.js';
import { sessionOf, type Session } from '../session/session.js';
import { Brand } from './brand.js';
import './shell.css';

export interface SignInProps {
  readonly endpoints: Endpoints;
  readonly onSignedIn: (session: Session) => void;
}

async function signedIn(endpoints: Endpoints, credentials: Credentials): Promise<Session> {
  const { whoAmI } = await import('../clients/who-am-i.js');
  return sessionOf(endpoints, credentials, await whoAmI(endpoints, credentials));
}

/** Asks for an access key, unless this tab keeps one. A key that is kept and refused is forgotten. */
export function SignIn({ endpoints, onSignedIn }: SignInProps): ReactElement {
  const [kept, setKept] = useState(() => keptCredentials(sessionStorage));
  useEffect(() => {
    if (kept === undefined) return;
    signedIn(endpoints, kept).then(onSignedIn, () => { forgetCredentials(sessionStorage); setKept(undefined); });
  }, []);
  return kept === undefined ? <SignInForm endpoints={endpoints} onSignedIn={onSignedIn} /> : <Loading what="Signing in …" />;
}

function SignInForm({ endpoints, onSignedIn }: SignInProps): ReactElement {
  const [accessKeyId, setAccessKeyId] = useState('');
  const [secretAccessKey, setSecretAccessKey] = useState('');
  const [sessionToken, setSessionToken] = useState('');
  const [keep, setKeep] = useState<'memory' | 'tab'>('memory');
  const task = useTask(async () => {
    const credentials = { accessKeyId: accessKeyId.trim(), secretAccessKey: secretAccessKey.trim(), ...(sessionToken.trim() === '' ? {} : { sessionToken: sessionToken.trim() }) };
    const session = await signedIn(endpoints, credentials);
    if (keep === 'tab') keepCredentials(sessionStorage, credentials);
    onSignedIn(session);
  });
  useEffect(() => { document.title = 'Sign in · Coffer'; }, []);
  return (
    <form className="stack" noValidate onSubmit={(event) => { event.preventDefault(); if (!task.busy) task.run(); }}>
      <Brand />
      <h1>Sign in</h1>
      <p className="soft">With an access key for <span className="mono">{endpoints.s3}</span>. The secret stays in this browser: requests are signed with it, and it is never sent.</p>
      <TextField label="Access key id" value={accessKeyId} onChange={setAccessKeyId} mono autoComplete="off" autoFocus required />
      <TextField label="Secret access key" value={secretAccessKey} onChange={setSecretAccessKey} kind="password" mono autoComplete="off" required />
      <TextField label="Session token" value={sessionToken} onChange={setSessionToken} kind="password" mono autoComplete="off" hint="Only with credentials from STS." />
      <Choices label="Remember" value={keep} onChange={setKeep} choices={[
        { value: 'memory', name: 'Until this page is loaded anew', hint: 'Kept in memory only.' },
        { value: 'tab', name: 'Until this tab is closed', hint: 'Kept in the tab’s session storage.' },
      ]} />
      {task.thrown === undefined ? null : <ProblemPanel title="You could not be signed in." thrown={task.thrown} />}
      <Button type="submit" weight="primary" isDisabled={accessKeyId.trim() === '' || secretAccessKey.trim() === ''} isPending={task.busy}>{task.busy ? 'Signing in …' : 'Sign in'}</Button>
    </form>
  );
}
