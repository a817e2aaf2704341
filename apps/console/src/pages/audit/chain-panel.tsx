import type { ReactElement } from 'react';
import { trailOf } from '../../clients/trail-client.js';
import { useLoaded } from '../../components/use-loaded.js';
import { findEntries } from '../../features/trail/find-entries.js';
import { count, formatTime } from '../../format/format.js';
import { useSession } from '../../session/session.js';

/** What retention removed is an event; what somebody else removed is none. */
const REMOVAL = 'RemoveExpiredAuditEvents';
const EVENTS_MAX = 50;

/** What can be said of the record itself. The chain is verified where it lies: a browser that asks a server whether its record is true learns only what that server says. */
export function ChainPanel(): ReactElement {
  const { clients } = useSession();
  const removals = useLoaded((signal) => findEntries(trailOf(clients), { from: new Date(0), by: { attribute: 'EventName', value: REMOVAL }, limit: EVENTS_MAX }, signal), []);
  const [last] = removals.state === 'ready' ? removals.value.entries : [];
  return (
    <section className="panel stack-tight" aria-labelledby="chain-heading">
      <h2 id="chain-heading">Is the record true?</h2>
      <p>Each event is chained to the one before it, so that one that is changed, removed or moved shows. That is verified on the server, and best from elsewhere: a browser would learn only what the server says of itself.</p>
      <ul className="stack-tight">
        <li><code>kms-service audit verify</code> walks the whole chain, and names each fault.</li>
        <li><code>kms-service audit verify-digests --public-key audit.pem s3://…</code> holds the signed digests against each other, with nothing but the public key.</li>
      </ul>
      {removals.state === 'ready' ? <p className="soft">{last === undefined ? 'Nothing was removed by retention yet.' : `Retention removed events ${count(removals.value.entries.length, 'time')}, last on ${formatTime(last.time)}.`}</p> : null}
    </section>
  );
}
