import { ListKeysCommand } from '@aws-sdk/client-kms';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import type { ReactElement } from 'react';
import { kmsOf } from '../../clients/kms-client.js';
import { s3Of } from '../../clients/s3-client.js';
import { trailOf } from '../../clients/trail-client.js';
import { Button } from '../../components/button.js';
import { LoadedView } from '../../components/loaded-view.js';
import { Page } from '../../components/page.js';
import { useLoaded } from '../../components/use-loaded.js';
import { HourChart } from '../../features/charts/hour-chart.js';
import { byHour, HOUR_MS } from '../../features/charts/hours.js';
import { aliasesByKey } from '../../features/keys/all-keys.js';
import { fetchOverview } from '../../features/overview/fetch-overview.js';
import { findEntries } from '../../features/trail/find-entries.js';
import { href } from '../../router/route.js';
import { useSession } from '../../session/session.js';
import { NumbersPanel, SealsPanel } from './numbers-panels.js';
import { reachOf, ServicesDrawing } from './services-drawing.js';

const HOURS = 24;
const EVENTS_MAX = 500;

/** How the services are, how objects are sealed, and what was refused, at a glance. */
export function OverviewPage(): ReactElement {
  const { clients } = useSession();
  const s3 = useLoaded((abortSignal) => reachOf(s3Of(clients).send(new ListBucketsCommand({}), { abortSignal })), []);
  const kms = useLoaded((abortSignal) => reachOf(kmsOf(clients).send(new ListKeysCommand({ Limit: 1 }), { abortSignal })), []);
  const told = useLoaded((signal) => fetchOverview(clients, signal), []);
  const trail = useLoaded((signal) => findEntries(trailOf(clients), { from: new Date(Date.now() - HOURS * HOUR_MS), limit: EVENTS_MAX }, signal), []);
  const aliases = useLoaded((signal) => aliasesByKey(kmsOf(clients), signal), []);
  const reload = (): void => { [s3, kms, told, trail, aliases].forEach((loaded) => { loaded.reload(); }); };
  return (
    <Page title="Overview" actions={<Button onPress={reload}>Look again</Button>}>
      <section className="panel stack" aria-labelledby="health-heading">
        <h2 id="health-heading">Services</h2>
        <ServicesDrawing s3={s3} kms={kms} told={told} />
      </section>
      <LoadedView loaded={told} loading="Asking storage-service for its numbers …" failure="The service’s numbers are not for you to see, or did not come. They take the action coffer:GetOverview in a policy of the account that runs the service.">
        {(overview) => <><SealsPanel objects={overview.objects} aliases={aliases.state === 'ready' ? aliases.value : new Map<string, readonly string[]>()} /><NumbersPanel overview={overview} /></>}
      </LoadedView>
      <section className="panel stack" aria-labelledby="events-heading">
        <div className="row-spread"><h2 id="events-heading">Allowed and refused</h2><a href={href(['audit'])}>Open the audit</a></div>
        <LoadedView loaded={trail} loading="Looking into the audit …" failure="The audit could not be looked at.">
          {({ entries }) => <HourChart title="Events" hours={byHour(entries.filter(({ name }) => name !== 'LookupEvents'), HOURS, new Date())} />}
        </LoadedView>
      </section>
    </Page>
  );
}
