import { randomBytes, randomUUID } from 'node:crypto';

import { CreateBucketCommand, DeleteBucketCommand, DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

import { explainError } from './explain-error.js';
import { HopFailure, type Found } from './hop.js';

/** Above what lies beside the record, so that a body's file is written and read as well. */
const BODY_SIZE = 100_000;

/** For what removes the object again: a time of its own, because the hop's may be over. */
const CLEANUP_MS = 10_000;

/** Where the object was, for hops that look for its traces. */
export interface SealedObject {
  readonly arn: string;
  readonly since: Date;
}

interface Trip {
  readonly s3: S3Client;
  readonly Bucket: string;
  readonly Key: string;
  readonly keyId: string | undefined;
  readonly abortSignal: AbortSignal;
}

/**
 * Puts an object under SSE-KMS, reads it, compares, and removes it, whatever happened. The name is new, and the PUT refuses to replace; a bucket is made, and
 * removed, if none is given. Throws HopFailure.
 */
export async function tryRoundTrip(s3: S3Client, given: string | undefined, keyId: string | undefined, abortSignal: AbortSignal): Promise<Found<SealedObject>> {
  const trip: Trip = { s3, Bucket: given ?? `coffer-doctor-${randomUUID()}`, Key: `coffer-doctor/${randomUUID()}`, keyId, abortSignal };
  const since = new Date();
  const isMade = given === undefined;
  if (isMade) await s3.send(new CreateBucketCommand({ Bucket: trip.Bucket }), { abortSignal });
  let outcome: Found<SealedObject> | undefined;
  let failure: unknown;
  try {
    outcome = { detail: await putAndRead(trip), value: { arn: `arn:aws:s3:::${trip.Bucket}/${trip.Key}`, since } };
  } catch (error) {
    failure = error;
  }
  const left = await cleanUp(trip, isMade);
  if (outcome === undefined) throw withLeft(failure, left);
  if (left !== undefined) throw new HopFailure(`the object was sealed and opened, and ${left}`, 'let this caller delete (s3:DeleteObject, s3:DeleteBucket), and remove it by hand');
  return outcome;
}

function withLeft(failure: unknown, left: string | undefined): HopFailure {
  const { message, remedy } = failure instanceof HopFailure ? failure : explainError(failure);
  return new HopFailure(left === undefined ? message : `${message}; besides, ${left}`, remedy);
}

async function putAndRead({ s3, Bucket, Key, keyId, abortSignal }: Trip): Promise<string> {
  const body = randomBytes(BODY_SIZE);
  const how = { ServerSideEncryption: 'aws:kms', BucketKeyEnabled: false, ...(keyId !== undefined && { SSEKMSKeyId: keyId }) } as const;
  const put = await s3.send(new PutObjectCommand({ Bucket, Key, Body: body, ContentLength: body.length, IfNoneMatch: '*', ...how }), { abortSignal });
  const got = await s3.send(new GetObjectCommand({ Bucket, Key }), { abortSignal });
  const read = Buffer.from((await got.Body?.transformToByteArray()) ?? []);
  if (!read.equals(body)) throw new HopFailure('the bytes that came back are not those that were sent', 'what answers, or something in between, changes bodies: do not use it');
  const head = await s3.send(new HeadObjectCommand({ Bucket, Key }), { abortSignal });
  for (const [what, answer] of [['PUT', put], ['GET', got], ['HEAD', head]] as const) {
    if (answer.ServerSideEncryption !== 'aws:kms' || answer.SSEKMSKeyId === undefined || answer.SSEKMSKeyId !== put.SSEKMSKeyId) throw new HopFailure(`${what} does not say that the object is sealed under the key`, 'what answers does not do SSE-KMS: see whether it is Coffer');
  }
  if (got.ETag !== put.ETag || head.ETag !== put.ETag || head.ContentLength !== body.length) throw new HopFailure('ETag or length of GET and HEAD are not those of the PUT', 'something in between answers in place of the service');
  return `${String(body.length)} bytes were sealed under ${put.SSEKMSKeyId ?? ''}, opened, equal, and removed`;
}

/** What could not be removed, in words; undefined: nothing is left. */
async function cleanUp({ s3, Bucket, Key }: Trip, isMade: boolean): Promise<string | undefined> {
  const abortSignal = AbortSignal.timeout(CLEANUP_MS);
  try {
    await s3.send(new DeleteObjectCommand({ Bucket, Key }), { abortSignal });
    if (isMade) await s3.send(new DeleteBucketCommand({ Bucket }), { abortSignal });
    return undefined;
  } catch (error) {
    const { name } = error as Error;
    if (name === 'NoSuchBucket') return undefined;
    return `s3://${Bucket}${isMade ? '' : `/${Key}`} could not be removed (${name})`;
  }
}
