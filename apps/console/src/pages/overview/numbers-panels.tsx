import type { ReactElement } from 'react';
import { ShareBar } from '../../features/charts/share-bar.js';
import type { Overview, SealCount } from '../../features/overview/fetch-overview.js';
import { count, formatSize, formatTime } from '../../format/format.js';
import { href } from '../../router/route.js';
import './overview.css';

const MODES: ReadonlyMap<string, string> = new Map([['kms', 'SSE-KMS'], ['kms-bucket-key', 'SSE-KMS with a bucket key'], ['s3', 'SSE-S3'], ['customer', 'SSE-C']]);

/** How people call a key, by its id; nothing for keys without an alias, or whose aliases one may not know. */
type Aliases = ReadonlyMap<string, readonly string[]>;

/** How the objects of all buckets are sealed. */
export function SealsPanel({ objects, aliases }: { readonly objects: Overview['objects']; readonly aliases: Aliases }): ReactElement {
  return (
    <section className="panel stack" aria-labelledby="seals-heading">
      <h2 id="seals-heading">{objects.isComplete ? '' : 'The first '}{count(objects.objects, 'object')} in {count(objects.buckets, 'bucket')}, by seal</h2>
      {objects.objects === 0
        ? <p className="soft">No object yet. <a href={href(['buckets'])}>Create a bucket and upload one.</a></p>
        : <ShareBar title="Objects by seal" shares={objects.seals.map((seal) => ({ name: nameOf(seal, aliases), value: seal.objects, text: `${count(seal.objects, 'object')}, ${formatSize(seal.bytes)}`, link: <SealName seal={seal} aliases={aliases} /> }))} />}
      <p className="small soft">Counted on {formatTime(new Date(objects.countedAt))}.</p>
    </section>
  );
}

function nameOf({ mode, keyArn }: SealCount, aliases: Aliases): string {
  return `${MODES.get(mode) ?? mode}${keyArn === undefined ? '' : `, ${keyNameOf(keyArn, aliases)}`}`;
}

function keyIdOf(arn: string): string {
  return arn.split('/').at(-1) ?? arn;
}

function keyNameOf(arn: string, aliases: Aliases): string {
  const id = keyIdOf(arn);
  return aliases.get(id)?.[0] ?? id;
}

function SealName({ seal: { mode, keyArn }, aliases }: { readonly seal: SealCount; readonly aliases: Aliases }): ReactElement {
  return <>{MODES.get(mode) ?? mode}{keyArn === undefined ? null : <>, <a className="mono" href={href(['keys', keyIdOf(keyArn)])}>{keyNameOf(keyArn, aliases)}</a></>}</>;
}

/** What the service did since it started. */
export function NumbersPanel({ overview }: { readonly overview: Overview }): ReactElement {
  const { startedAt, requests, bucketKeys, kmsRequests } = overview;
  const made = kmsRequests === undefined ? undefined : Object.values(kmsRequests).reduce((sum, value) => sum + value, 0);
  const failures = requests['5xx'] ?? 0;
  return (
    <section className="panel stack" aria-labelledby="numbers-heading">
      <h2 id="numbers-heading">Since {formatTime(new Date(startedAt))}</h2>
      <ShareBar title="Uses of bucket keys" shares={[
        { name: 'KMS requests saved by bucket keys', value: bucketKeys.saved, text: bucketKeys.saved.toLocaleString('en-GB') },
        { name: 'KMS requests made for bucket keys', value: bucketKeys.asked, text: bucketKeys.asked.toLocaleString('en-GB') },
      ]} />
      <div className="numbers">
        {made === undefined ? null : <Figure value={made} name="requests for keys in all" />}
        <Figure value={requests['2xx'] ?? 0} name="requests served" />
        <Figure value={requests['4xx'] ?? 0} name="requests refused" />
        <Figure value={failures} name="failures of the service" />
      </div>
      {failures === 0 ? null : <p className="small soft">A failure is 503 while the KMS or the disk is away, or something that the service’s log tells with its request id.</p>}
    </section>
  );
}

function Figure({ value, name }: { readonly value: number; readonly name: string }): ReactElement {
  return <p className="figure"><strong>{value.toLocaleString('en-GB')}</strong><span className="soft">{name}</span></p>;
}
