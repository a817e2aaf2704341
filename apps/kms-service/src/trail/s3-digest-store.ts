import type { DigestStore } from '@coffer/audit';
import type * as sdkTypes from '@aws-sdk/client-s3';

type Sdk = typeof sdkTypes;

/** A prefix of a bucket, and where its service is if it is not AWS's. */
export interface BucketPlace {
  readonly bucket: string;
  /** Empty, or with a slash at its end. */
  readonly prefix: string;
  readonly region: string;
  readonly endpoint?: string | undefined;
}

const ATTEMPTS_MAX = 5;

/** A DigestStore in a bucket, by AWS's client with the credentials that it finds by itself (environment, profile, web identity). */
export class S3DigestStore implements DigestStore {
  readonly #sdk: Sdk;
  readonly #client: sdkTypes.S3Client;
  readonly #place: BucketPlace;

  private constructor(sdk: Sdk, place: BucketPlace) {
    const { region, endpoint } = place;
    this.#sdk = sdk;
    this.#place = place;
    this.#client = new sdk.S3Client({ region, maxAttempts: ATTEMPTS_MAX, ...(endpoint !== undefined && { endpoint, forcePathStyle: true }) });
  }

  /** The client is loaded here, and only by those who export to a bucket: it is large. */
  static async open(place: BucketPlace): Promise<S3DigestStore> {
    return new S3DigestStore(await import('@aws-sdk/client-s3'), place);
  }

  async put(name: string, bytes: Uint8Array): Promise<void> {
    await this.#client.send(new this.#sdk.PutObjectCommand({ ...this.#object(name), Body: bytes, ContentType: name.endsWith('.gz') ? 'application/gzip' : 'application/json' }));
  }

  async get(name: string): Promise<Buffer | undefined> {
    try {
      const { Body } = await this.#client.send(new this.#sdk.GetObjectCommand(this.#object(name)));
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    } catch (error) {
      if (error instanceof this.#sdk.NoSuchKey) return undefined;
      throw error;
    }
  }

  async list(prefix: string): Promise<readonly string[]> {
    const names: string[] = [];
    const pages = this.#sdk.paginateListObjectsV2({ client: this.#client }, { Bucket: this.#place.bucket, Prefix: this.#place.prefix + prefix });
    for await (const { Contents = [] } of pages) names.push(...Contents.map(({ Key = '' }) => Key.slice(this.#place.prefix.length)));
    return names.sort();
  }

  #object(name: string): { readonly Bucket: string; readonly Key: string } {
    return { Bucket: this.#place.bucket, Key: this.#place.prefix + name };
  }
}
