import { abortUpload, createUpload, listParts, uploadEncryption } from './uploads.js';
import { completeUpload } from './complete-upload.js';
import { copyObject, uploadPartCopy } from './copy-object.js';
import { changeBucket, createBucket, findBucket, listBuckets, removeBucket } from './buckets.js';
import { KnownBuckets } from './known-buckets.js';
import { getObject, headObject } from './get-object.js';
import { listObjects } from './list-objects.js';
import { listUploads } from './list-uploads.js';
import { listVersions } from './list-versions.js';
import { putObject } from './put-object.js';
import { removeObject } from './remove-object.js';
import { findTags, putTags } from './tag-object.js';
import type { ObjectsDeps } from './deps.js';
import { uploadPart } from './upload-part.js';
import type { Objects } from './objects.js';

/** The use cases over real engines and keys. */
export function createObjects(deps: ObjectsDeps): Objects {
  const buckets = { ...deps, known: new KnownBuckets() };
  return {
    createBucket: (caller, name) => createBucket(buckets, caller, name),
    bucket: (name) => findBucket(buckets, name),
    changeBucket: (name, change) => changeBucket(buckets, name, change),
    listBuckets: (caller) => listBuckets(buckets, caller),
    removeBucket: (name) => removeBucket(buckets, name),
    putObject: (put) => putObject(deps, put),
    getObject: (get) => getObject(deps, get),
    headObject: (head) => headObject(deps, head),
    removeObject: (remove) => removeObject(deps, remove),
    copyObject: (copy) => copyObject(deps, copy),
    findTags: (sought) => findTags(deps, sought),
    putTags: (sought, tags) => putTags(deps, sought, tags),
    listObjects: (list) => listObjects(deps.index, list),
    listVersions: (list) => listVersions(deps.index, list),
    createUpload: (create) => createUpload(deps, create),
    uploadEncryption: (name, uploadId) => uploadEncryption(deps, name, uploadId),
    uploadPart: (part) => uploadPart(deps, part),
    uploadPartCopy: (part) => uploadPartCopy(deps, part),
    listParts: (name, uploadId, page) => listParts(deps, name, uploadId, page),
    completeUpload: (complete) => completeUpload(deps, complete),
    abortUpload: (name, uploadId) => abortUpload(deps, name, uploadId),
    listUploads: (list) => listUploads(deps.index, list),
  };
}
