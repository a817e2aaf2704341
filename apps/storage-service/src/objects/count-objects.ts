import { setImmediate } from 'node:timers/promises';

import type { ObjectIndex } from '../engine/object-index.js';
import type { Envelope } from '../sse/envelope.js';

import { decodeRecord } from './record-codec.js';
import { clearOf } from './record-seal.js';

/** Counting reads a record an object, so of a larger store this is how far it goes. */
export const OBJECTS_COUNTED_MAX = 10_000;
/** Between turns of others: about a millisecond. */
const PAGE_SIZE = 100;
/** Keys that are told apart; objects under further ones are counted together. */
const KEYS_MAX = 100;

/** Objects that are sealed alike. */
export interface SealCount {
  readonly mode: Envelope['mode'];
  /** The KMS key's ARN; absent where there is none, or where there were too many keys. */
  readonly keyArn?: string;
  objects: number;
  bytes: number;
}

export interface ObjectsCount {
  readonly buckets: number;
  readonly objects: number;
  /** False: only the first objects were looked at. */
  readonly isComplete: boolean;
  readonly seals: readonly SealCount[];
}

/** How the objects of all buckets are sealed: as far as OBJECTS_COUNTED_MAX, a page in a turn of the event loop, so that requests pass in between. Nothing is opened. */
export async function countObjects(index: ObjectIndex, objectsMax = OBJECTS_COUNTED_MAX): Promise<ObjectsCount> {
  const seals = new Map<string, SealCount>();
  const buckets = await index.listBuckets();
  let objects = 0;
  for (const { name: bucket } of buckets) {
    for await (const key of keysOf(index, bucket)) {
      if (objects === objectsMax) return { buckets: buckets.length, objects, isComplete: false, seals: [...seals.values()] };
      if (await countOne(index, seals, bucket, key)) objects += 1;
    }
  }
  return { buckets: buckets.length, objects, isComplete: true, seals: [...seals.values()] };
}

async function* keysOf(index: ObjectIndex, bucket: string): AsyncGenerator<string> {
  let after: string | undefined;
  for (;;) {
    const page = await index.scanObjects(bucket, { prefix: '', limit: PAGE_SIZE, ...(after !== undefined && { after }) });
    for (const { key } of page) yield key;
    after = page.at(-1)?.key;
    if (page.length < PAGE_SIZE) return;
    await setImmediate();
  }
}

/** False if it went away meanwhile. */
async function countOne(index: ObjectIndex, seals: Map<string, SealCount>, bucket: string, key: string): Promise<boolean> {
  const entry = await index.findObject({ bucket, key });
  if (entry === undefined) return false;
  const { envelope, size } = decodeRecord(clearOf(entry.record));
  const count = countFor(seals, envelope);
  count.objects += 1;
  count.bytes += size;
  return true;
}

function countFor(seals: Map<string, SealCount>, envelope: Envelope): SealCount {
  const { mode } = envelope;
  const keyArn = 'keyArn' in envelope ? envelope.keyArn : undefined;
  const name = `${mode} ${keyArn ?? ''}`;
  const known = seals.get(name) ?? (seals.size < KEYS_MAX ? undefined : seals.get(`${mode} `));
  if (known !== undefined) return known;
  const isNamed = keyArn !== undefined && seals.size < KEYS_MAX;
  const made = { mode, ...(isNamed && { keyArn }), objects: 0, bytes: 0 };
  seals.set(isNamed ? name : `${mode} `, made);
  return made;
}
