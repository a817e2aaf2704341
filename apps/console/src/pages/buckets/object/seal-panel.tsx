import type { ReactElement, ReactNode } from 'react';
import { trailOf } from '../../../clients/trail-client.js';
import { Badge, Facts } from '../../../components/states.js';
import { useLoaded } from '../../../components/use-loaded.js';
import { EnvelopeDrawing } from '../../../features/encryption/envelope-drawing.js';
import { layersOf, type ObjectSeal } from '../../../features/encryption/object-seal.js';
import { sealedBy, type SealedBy } from '../../../features/encryption/sealed-by.js';
import { formatTime } from '../../../format/format.js';
import { href } from '../../../router/route.js';
import { useSession } from '../../../session/session.js';
import './seal-panel.css';

export interface SealPanelProps {
  readonly bucket: string;
  readonly objectKey: string;
  readonly seal: ObjectSeal;
  readonly written: Date | undefined;
}

/** How an object is sealed, under what, by whom and when, and a drawing of it. */
export function SealPanel({ bucket, objectKey, seal, written }: SealPanelProps): ReactElement {
  const { clients } = useSession();
  const { keyArn } = seal;
  const told = useLoaded(async (signal) => (keyArn === undefined || written === undefined || seal.bucketKey
    ? undefined
    : sealedBy(trailOf(clients), keyArn, `arn:aws:s3:::${bucket}/${objectKey}`, written, signal)), [bucket, objectKey, keyArn, written?.getTime()]);
  const facts: (readonly [string, ReactNode])[] = [
    ['Mode', <span className="row" key="mode"><Badge tone="accent">{seal.mode}</Badge>{seal.bucketKey ? <Badge>bucket key</Badge> : null}{seal.clientSide ? <Badge tone="accent">client-side</Badge> : null}</span>],
    ...(keyArn === undefined ? [] : [['Key', <a className="mono" key="key" href={href(['keys', keyArn.split('/').at(-1) ?? keyArn])}>{keyArn}</a>] as const]),
    ...(told.state === 'ready' ? auditFacts(told.value, seal) : []),
    ...(told.state === 'loading' ? [['Sealed by', 'Looking into the audit …'] as const] : []),
    ...(told.state === 'failed' ? [['Sealed by', 'The audit could not be looked at with your permissions.'] as const] : []),
  ];
  return (
    <section className="panel stack" aria-labelledby="seal-heading">
      <h2 id="seal-heading">Seal</h2>
      <div className="seal">
        <Facts facts={facts} />
        <EnvelopeDrawing layers={layersOf(seal, bucket, objectKey)} />
      </div>
    </section>
  );
}

function auditFacts(told: SealedBy | undefined, { mode, bucketKey }: ObjectSeal): readonly (readonly [string, ReactNode])[] {
  if (told === undefined) {
    if (bucketKey) return [['Sealed by', 'Events of a bucket key name the bucket, not the object.']];
    return mode === 'SSE-KMS' || mode === 'DSSE-KMS' ? [['Sealed by', 'The audit tells of no such use of the key.']] : [];
  }
  return [
    ['Context', told.context.length === 0 ? 'none but the object’s ARN' : <span className="stack-tight mono" key="context">{told.context.map(({ key, value }) => <span key={key}>{key} = {value}</span>)}</span>],
    ['Sealed by', <a key="who" href={href(['audit'], { event: told.eventId })}>{told.who}</a>],
    ...(told.when === undefined ? [] : [['Sealed', formatTime(told.when)] as const]),
  ];
}
