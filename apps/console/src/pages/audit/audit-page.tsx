import { useMemo, useState, type ReactElement } from 'react';
import { Choices, TextField, Toggle } from '../../components/fields.js';
import { LoadedView } from '../../components/loaded-view.js';
import { Page } from '../../components/page.js';
import { Empty, ProblemPanel } from '../../components/states.js';
import { HourChart } from '../../features/charts/hour-chart.js';
import { byHour, HOUR_MS } from '../../features/charts/hours.js';
import { href } from '../../router/route.js';
import { goTo, useRoute } from '../../router/use-route.js';
import { filtered, type AuditFilter, type Outcome } from './audit-filter.js';
import { ChainPanel } from './chain-panel.js';
import { EventDialog } from './event-dialog.js';
import { Timeline } from './timeline.js';
import { EVENTS_MAX, useLiveTrail } from './use-live-trail.js';
import './audit.css';

const PERIODS = [{ value: '1', name: 'The last hour' }, { value: '24', name: 'The last day' }, { value: '168', name: 'The last week' }] as const;
type Period = (typeof PERIODS)[number]['value'];

/**
 *     #/audit                    what happened, as it happens
 *     #/audit?key=ARN            to one key or bucket
 *     #/audit?event=ID           an event, opened
 */
export function AuditPage(): ReactElement {
  const { query } = useRoute();
  const [key, event] = [query.get('key') ?? '', query.get('event')];
  const [period, setPeriod] = useState<Period>('24');
  const [isLive, setIsLive] = useState(true);
  const [filter, setFilter] = useState<AuditFilter>({ text: '', outcome: 'all', lookUps: false });
  const since = useMemo(() => new Date(Date.now() - Number(period) * HOUR_MS), [period, key]);
  const by = useMemo(() => (key === '' ? undefined : { attribute: 'ResourceName' as const, value: key }), [key]);
  const { loaded, entries, thrown } = useLiveTrail(since, by, isLive);
  const shown = filtered(entries, filter);
  return (
    <Page title="Audit" about="Every use of a key and every change, allowed or refused, with what it was bound to. Reads and writes of objects show here when they ask for a key.">
      <section className="panel audit-filters" aria-label="Filters">
        <TextField label="Find" value={filter.text} onChange={(text) => { setFilter({ ...filter, text }); }} hint="A name, an operation, an object, a pair of the context, a code or a request id." />
        <Choices label="Outcome" value={filter.outcome} onChange={(outcome: Outcome) => { setFilter({ ...filter, outcome }); }} choices={[{ value: 'all', name: 'All' }, { value: 'allowed', name: 'Allowed' }, { value: 'refused', name: 'Refused' }]} />
        <Choices label="Period" value={period} onChange={setPeriod} choices={PERIODS} />
        <div className="stack-tight">
          <Toggle label="Live" on={isLive} onChange={setIsLive} hint="Looks for newer events every five seconds." />
          <Toggle label="Show look-ups" on={filter.lookUps} onChange={(lookUps) => { setFilter({ ...filter, lookUps }); }} hint="This page’s own reading is recorded, too." />
        </div>
      </section>
      {key === '' ? null : <p className="row-spread"><span>Only events that name <span className="mono">{key}</span>.</span><a href={href(['audit'])}>Show all</a></p>}
      {thrown === undefined ? null : <ProblemPanel title="Newer events could not be looked up." thrown={thrown} />}
      <LoadedView loaded={loaded} loading="Looking into the audit …" failure="The audit could not be looked at.">
        {({ isComplete }) => (
          <>
            <section className="panel stack" aria-labelledby="chart-heading"><h2 id="chart-heading">By hour and outcome</h2><HourChart title="Events" hours={byHour(shown, Math.max(Number(period), 6), new Date())} /></section>
            {shown.length === 0
              ? <Empty title="Nothing of that happened">{entries.length === 0 ? 'No event in this period. Choose a longer one.' : 'Other events are there: clear the filter to see them.'}</Empty>
              : <Timeline entries={shown} />}
            {isComplete ? null : <p className="small soft">Only the latest {EVENTS_MAX} events of the period were looked at. Choose a shorter one, or look for one key from its page.</p>}
          </>
        )}
      </LoadedView>
      <ChainPanel />
      {event === undefined ? null : <EventDialog id={event} known={entries.find(({ id }) => id === event)} onClose={() => { goTo(href(['audit'], { key })); }} />}
    </Page>
  );
}
