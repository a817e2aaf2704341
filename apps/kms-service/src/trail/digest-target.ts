import { DirectoryDigestStore, type DigestStore } from '@coffer/audit';
import { S3DigestStore } from './s3-digest-store.js';

/** Where digests go to: a folder, or `s3://BUCKET/PREFIX`. */
export type DigestTarget =
  | { readonly kind: 'directory'; readonly path: string }
  | { readonly kind: 'bucket'; readonly bucket: string; readonly prefix: string };

/** A target out of what an operator wrote; undefined for what is none. */
export function parseDigestTarget(text: string): DigestTarget | undefined {
  if (!text.includes('://')) return text === '' || text.includes('\0') ? undefined : { kind: 'directory', path: text };
  const [, bucket, prefix = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([\w!.*'()/-]{0,512}))?$/.exec(text) ?? [];
  return bucket === undefined ? undefined : { kind: 'bucket', bucket, prefix: prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/` };
}

/** `endpoint`: where S3 is, if it is not AWS's. */
export async function openDigestTarget(target: DigestTarget, region: string, endpoint?: string): Promise<DigestStore> {
  return target.kind === 'directory' ? new DirectoryDigestStore(target.path) : S3DigestStore.open({ ...target, region, endpoint });
}
