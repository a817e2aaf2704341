import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';

export interface ListedObject {
  readonly key: string;
  readonly size: number;
  readonly modified: Date | undefined;
}

/** One page of a bucket, as it is seen from a prefix. */
export interface ListPage {
  /** Prefixes that end with the delimiter. */
  readonly folders: readonly string[];
  readonly objects: readonly ListedObject[];
  /** What gives the page after; absent on the last. */
  readonly next?: string;
}

export interface ListWish {
  readonly bucket: string;
  readonly prefix: string;
  readonly token: string | undefined;
  /** Absent: everything below the prefix, whatever its depth. */
  readonly delimiter?: string;
  readonly size?: number;
}

export const PAGE_SIZE = 100;
export const DELIMITER = '/';

export async function listPage(s3: S3Client, { bucket, prefix, token, delimiter, size = PAGE_SIZE }: ListWish, abortSignal: AbortSignal): Promise<ListPage> {
  const page = await s3.send(new ListObjectsV2Command({
    // Names may hold what XML cannot, so they come percent-encoded.
    Bucket: bucket, Prefix: prefix, MaxKeys: size, EncodingType: 'url',
    ...(delimiter === undefined ? {} : { Delimiter: delimiter }),
    ...(token === undefined ? {} : { ContinuationToken: token }),
  }), { abortSignal });
  return {
    folders: (page.CommonPrefixes ?? []).map(({ Prefix = '' }) => decodeName(Prefix)),
    objects: (page.Contents ?? []).map(({ Key = '', Size = 0, LastModified }) => ({ key: decodeName(Key), size: Size, modified: LastModified })),
    ...(page.IsTruncated === true && page.NextContinuationToken !== undefined ? { next: page.NextContinuationToken } : {}),
  };
}

/** S3's encoding of names in listings, in which a space is a plus. */
export function decodeName(text: string): string {
  return decodeURIComponent(text.replaceAll('+', '%20'));
}
