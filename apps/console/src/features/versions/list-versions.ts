import { ListObjectVersionsCommand, type ListObjectVersionsCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { decodeName } from '../listing/list-page.js';

/** A version of an object, or the delete marker that hides those before it. */
export interface Version {
  readonly key: string;
  readonly id: string;
  readonly isMarker: boolean;
  readonly isLatest: boolean;
  readonly modified: Date | undefined;
  /** 0 for a marker. */
  readonly size: number;
}

/** Where a page of versions ended. */
export interface VersionsAfter {
  readonly key: string;
  readonly id?: string;
}

export interface VersionsPage {
  /** By key, each key's newest first. */
  readonly versions: readonly Version[];
  /** What gives the page after; absent on the last. */
  readonly next?: VersionsAfter;
}

export interface VersionsWish {
  readonly bucket: string;
  readonly prefix: string;
  readonly after?: VersionsAfter | undefined;
  readonly size: number;
}

/** The id of what was written without versioning; a write without versioning replaces it. */
export const NULL_VERSION = 'null';

export async function versionsPage(s3: S3Client, { bucket, prefix, after, size }: VersionsWish, abortSignal: AbortSignal): Promise<VersionsPage> {
  const page = await s3.send(new ListObjectVersionsCommand({
    Bucket: bucket, Prefix: prefix, MaxKeys: size, EncodingType: 'url',
    ...(after === undefined ? {} : { KeyMarker: after.key, ...(after.id === undefined ? {} : { VersionIdMarker: after.id }) }),
  }), { abortSignal });
  const next = nextOf(page);
  return { versions: inOrder(page), ...(next === undefined ? {} : { next }) };
}

/** Versions of exactly this key, newest first. Its own come before those of longer names. */
export async function versionsOfKey(s3: S3Client, bucket: string, key: string, size: number, abortSignal: AbortSignal, after?: VersionsAfter): Promise<VersionsPage> {
  const { versions, next } = await versionsPage(s3, { bucket, prefix: key, after, size }, abortSignal);
  return { versions: versions.filter((version) => version.key === key), ...(next?.key === key ? { next } : {}) };
}

/** The SDK parts versions from markers, so what lay between is told by time alone; what is latest comes first whatever the clock said. */
export function inOrder({ Versions = [], DeleteMarkers = [] }: Pick<ListObjectVersionsCommandOutput, 'Versions' | 'DeleteMarkers'>): readonly Version[] {
  const told = [
    ...Versions.map((version) => ({ ...version, isMarker: false, size: version.Size ?? 0 })),
    ...DeleteMarkers.map((marker) => ({ ...marker, isMarker: true, size: 0 })),
  ];
  return told
    .map(({ Key = '', VersionId = NULL_VERSION, IsLatest = false, LastModified, isMarker, size }) => ({ key: decodeName(Key), id: VersionId, isMarker, isLatest: IsLatest, modified: LastModified, size }))
    .sort((one, other) => compareNames(one.key, other.key) || Number(other.isLatest) - Number(one.isLatest) || timeOf(other) - timeOf(one));
}

function nextOf({ IsTruncated, NextKeyMarker, NextVersionIdMarker }: ListObjectVersionsCommandOutput): VersionsAfter | undefined {
  if (IsTruncated !== true || NextKeyMarker === undefined) return undefined;
  return { key: decodeName(NextKeyMarker), ...(NextVersionIdMarker === undefined ? {} : { id: NextVersionIdMarker }) };
}

function compareNames(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function timeOf({ modified }: Version): number {
  return modified?.getTime() ?? 0;
}
