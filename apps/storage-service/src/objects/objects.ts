import type * as commands from './commands.js';
import type { ListVersions, Removal, RemoveObject, VersionListing } from './version-commands.js';
import type { Sought } from './find-object.js';
import type { TaggedObject, Tags } from './tags.js';
import type { Caller } from '@coffer/iam';
import type { ObjectName } from '../engine/object-index.js';
import type { AppliedEncryption } from '../sse/encryption.js';

/**
 * The use cases that the S3 door calls. Every method throws StorageError with S3's own code. Authorization is the corridor's: nothing here
 * asks who may.
 */
export interface Objects {
  createBucket(caller: Caller, name: string): Promise<void>;
  /** Throws NoSuchBucket. */
  bucket(name: string): Promise<commands.BucketInfo>;
  /** Changes a bucket in one step: `change` sees it as it is then, and throws to refuse; what it does not name stays. Throws NoSuchBucket. */
  changeBucket(name: string, change: (current: commands.BucketInfo) => commands.BucketChange): Promise<void>;
  listBuckets(caller: Caller): Promise<commands.BucketInfo[]>;
  removeBucket(name: string): Promise<void>;

  putObject(put: commands.PutObject): Promise<commands.PutResult>;
  getObject(get: commands.GetObject): Promise<commands.FoundObject>;
  headObject(head: commands.HeadObject): Promise<{ head: commands.ObjectHead; range?: { start: number; end: number }; length: number }>;
  /** No error if there is none, as S3. */
  removeObject(remove: RemoveObject): Promise<Removal>;
  copyObject(copy: commands.CopyObject): Promise<commands.CopyResult>;
  /** Throws NoSuchKey, NoSuchVersion, MethodNotAllowed for a delete marker. Takes no key: tags are not under the seal. */
  findTags(sought: Sought): Promise<TaggedObject>;
  /** Puts tags in place of all that there are; undefined takes them away. Throws as `findTags`. */
  putTags(sought: Sought, tags: Tags | undefined): Promise<TaggedObject>;
  listObjects(list: commands.ListObjects): Promise<commands.ObjectListing>;
  listVersions(list: ListVersions): Promise<VersionListing>;

  createUpload(create: commands.CreateUpload): Promise<commands.CreatedUpload>;
  /** What an upload was begun with; undefined if there is none of that id. */
  uploadEncryption(name: ObjectName, uploadId: string): Promise<AppliedEncryption | undefined>;
  uploadPart(part: commands.UploadPart): Promise<commands.PutResult>;
  uploadPartCopy(part: commands.UploadPartCopy): Promise<commands.CopyResult>;
  listParts(name: ObjectName, uploadId: string, page: { after: number; limit: number }): Promise<commands.PartListing>;
  completeUpload(complete: commands.CompleteUpload): Promise<commands.PutResult>;
  abortUpload(name: ObjectName, uploadId: string): Promise<void>;
  listUploads(list: commands.ListUploads): Promise<commands.UploadListing>;
}
