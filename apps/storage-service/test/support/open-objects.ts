import { join } from 'node:path';

import type { Caller } from '@coffer/iam';
import { afterTests, LocalKms, tempDir, testCaller } from '@coffer/testing';

import { FileBodyStore } from '../../src/engine/file-body-store.js';
import { LmdbObjectIndex } from '../../src/engine/lmdb-object-index.js';
import { createObjects } from '../../src/objects/create-objects.js';
import type { Body, PutObject } from '../../src/objects/commands.js';
import type { ObjectsDeps } from '../../src/objects/deps.js';
import type { Objects } from '../../src/objects/objects.js';
import { BucketKeys } from '../../src/sse/bucket-keys.js';
import type { EncryptionChoice } from '../../src/sse/encryption.js';
import { Sealing } from '../../src/sse/sealing.js';

export const alice = testCaller('alice');
export const SEGMENT_SIZE = 64 * 1024;

/** The use cases over the real engine in a directory of their own, with a KMS in the process. */
export interface OpenObjects {
  readonly objects: Objects;
  readonly deps: ObjectsDeps;
  readonly kms: LocalKms;
  readonly directory: string;
  readonly bucketKeyUses: string[];
  /** What the meter was told. */
  readonly metered: [string, string, number][];
}

export async function openObjects(options: { readonly bucketKeyMs?: number } = {}): Promise<OpenObjects> {
  const directory = tempDir();
  const index = await LmdbObjectIndex.open(join(directory, 'index'));
  const bodies = await FileBodyStore.open(join(directory, 'bodies'));
  const kms = new LocalKms();
  const bucketKeyUses: string[] = [];
  const onUse = (outcome: string): void => { bucketKeyUses.push(outcome); };
  const bucketKeys = new BucketKeys(kms, { lifetimeMs: options.bucketKeyMs ?? 300_000, now: Date.now, onUse });
  const sealing = new Sealing(kms, bucketKeys, SEGMENT_SIZE);
  const metered: [string, string, number][] = [];
  const deps: ObjectsDeps = {
    index,
    bodies,
    sealing,
    region: 'us-east-1',
    now: Date.now,
    onLeftover: (error) => { throw new Error('a leftover could not be removed', { cause: error }); },
    meter: {
      sealed: (mode, bytes) => { metered.push(['sealed', mode, bytes]); },
      opened: (mode, bytes) => { metered.push(['opened', mode, bytes]); },
    },
  };
  afterTests(async () => {
    bucketKeys.close();
    await bodies.close();
    await index.close();
  });
  return { objects: createObjects(deps), deps, kms, directory, bucketKeyUses, metered };
}

/** A body in socket-sized chunks. */
export async function* bodyOf(bytes: Buffer, step = 65_536): Body & AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += step) {
    await Promise.resolve();
    yield bytes.subarray(at, at + step);
  }
}

/** A put with nothing special, for what a test does not care about. */
export function put(bucket: string, key: string, bytes: Buffer, encryption: EncryptionChoice = { mode: 'default' }, caller: Caller = alice): PutObject {
  return {
    caller,
    name: { bucket, key },
    body: bodyOf(bytes),
    metadata: { headers: new Map([['content-type', 'text/plain']]), user: new Map() },
    encryption,
    expectations: {},
  };
}

export function admitAll(): void {
  // Every object is as good as another.
}
