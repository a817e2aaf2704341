import type { ReactElement } from 'react';
import { trailOf } from '../../clients/trail-client.js';
import { LoadedView } from '../../components/loaded-view.js';
import { useLoaded } from '../../components/use-loaded.js';
import { HourChart } from '../../features/charts/hour-chart.js';
import { byHour, HOUR_MS } from '../../features/charts/hours.js';
import { findEntries } from '../../features/trail/find-entries.js';
import { count } from '../../format/format.js';
import { href } from '../../router/route.js';
import { useSession } from '../../session/session.js';

const HOURS = 48;
const EVENTS_MAX = 500;

/** How a key was used lately, by hour and outcome, as the audit tells. */
export function KeyUsePanel({ keyArn }: { readonly keyArn: string }): ReactElement {
  const { clients } = useSession();
  const loaded = useLoaded((signal) => findEntries(trailOf(clients), { from: new Date(Date.now() - HOURS * HOUR_MS), by: { attribute: 'ResourceName', value: keyArn }, limit: EVENTS_MAX }, signal), [keyArn]);
  return (
    <section className="panel stack" aria-labelledby="use-heading">
      <div className="row-spread"><h2 id="use-heading">Use over time</h2><a href={href(['audit'], { key: keyArn })}>See each use in the audit</a></div>
      <LoadedView loaded={loaded} loading="Looking into the audit …" failure="The uses of the key could not be looked up.">
        {({ entries, isComplete }) => (
          <>
            <HourChart title="Events of the key" hours={byHour(entries, HOURS, new Date())} />
            {isComplete ? null : <p className="small soft">Only the latest {count(entries.length, 'event')} were counted.</p>}
          </>
        )}
      </LoadedView>
    </section>
  );
}
