import type { ReactElement, ReactNode } from 'react';
import { trailOf } from '../../clients/trail-client.js';
import { Button } from '../../components/button.js';
import { Dialog, DialogActions } from '../../components/dialog.js';
import { LoadedView } from '../../components/loaded-view.js';
import { Badge, Empty, Facts } from '../../components/states.js';
import { useLoaded } from '../../components/use-loaded.js';
import { findEntries } from '../../features/trail/find-entries.js';
import type { TrailEntry } from '../../features/trail/trail-entry.js';
import { formatTime } from '../../format/format.js';
import { href } from '../../router/route.js';
import { useSession } from '../../session/session.js';

export interface EventDialogProps {
  readonly id: string;
  /** The event, where the page has it already. */
  readonly known: TrailEntry | undefined;
  readonly onClose: () => void;
}

/** One event, in full. */
export function EventDialog({ id, known, onClose }: EventDialogProps): ReactElement {
  const { clients } = useSession();
  const loaded = useLoaded(async (signal) => known ?? (await findEntries(trailOf(clients), { from: new Date(0), by: { attribute: 'EventId', value: id }, limit: 50 }, signal)).entries.find((entry) => entry.id === id), [id]);
  return (
    <Dialog title={known?.name ?? 'Event'} onClose={onClose} wide>
      <LoadedView loaded={loaded} loading="Looking for the event …" failure="The event could not be looked up.">
        {(entry) => entry === undefined
          ? <Empty title="There is no such event">It may be older than what is kept, or of another account.</Empty>
          : <><Facts facts={factsOf(entry)} /><pre className="event-text" tabIndex={0} aria-label="The whole event">{laidOut(entry.text)}</pre></>}
      </LoadedView>
      <DialogActions><Button onPress={onClose}>Close</Button></DialogActions>
    </Dialog>
  );
}

function factsOf({ time, who, via, service, name, refusal, resources, context, requestId }: TrailEntry): readonly (readonly [string, ReactNode])[] {
  return [
    ['When', formatTime(time)],
    ['Who', <span key="who" className="mono">{who}{via === undefined ? null : `, through ${via}`}</span>],
    ['What', `${name} of ${service}`],
    ['Outcome', refusal === undefined ? <Badge key="outcome" tone="good">allowed</Badge> : <span key="outcome"><Badge tone="danger">{refusal.code}</Badge> {refusal.message}</span>],
    ...(resources.length === 0 ? [] : [['To which', <ul key="resources" className="stack-tight mono">{resources.map((arn) => <li key={arn}><Resource arn={arn} /></li>)}</ul>] as const]),
    ['Context', context.length === 0 ? 'none' : <ul key="context" className="stack-tight mono">{context.map(([key, value]) => <li key={key}>{key} = {value}</li>)}</ul>],
    ['Request id', <code key="request">{requestId}</code>],
  ];
}

/** A key or an object is a link to its page. */
function Resource({ arn }: { readonly arn: string }): ReactElement {
  const [, keyId] = /^arn:aws:kms:[^:]*:[^:]*:key\/(.+)$/.exec(arn) ?? [];
  if (keyId !== undefined) return <a href={href(['keys', keyId])}>{arn}</a>;
  const [, bucket, key] = /^arn:aws:s3:::([^/]+)(?:\/(.+))?$/s.exec(arn) ?? [];
  if (bucket === undefined) return <>{arn}</>;
  return <a href={key === undefined ? href(['buckets', bucket]) : href(['buckets', bucket, 'object'], { key })}>{arn}</a>;
}

function laidOut(text: string): string {
  return JSON.stringify(JSON.parse(text), undefined, 2);
}
