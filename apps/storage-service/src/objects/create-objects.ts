import { abortUpload, createUpload, listParts } from './uploads.js';
import { completeUpload } from './complete-upload.js';
import { copyObject, uploadPartCopy } from './copy-object.js';
import { createBucket, findBucket, listBuckets, removeBucket } from './buckets.js';
import { getObject, headObject } from './get-object.js';
import { listObjects } from './list-objects.js';
import { listUploads } from './list-uploads.js';
import { putObject } from './put-object.js';
import { removeBodies, type ObjectsDeps } from './deps.js';
import { uploadPart } from './upload-part.js';
import type { Objects } from './objects.js';

/** The use cases over real engines and keys. */
export function createObjects(deps: ObjectsDeps): Objects {
  return {
    createBucket: (caller, name) => createBucket(deps, caller, name),
    bucket: (name) => findBucket(deps, name),
    listBuckets: (caller) => listBuckets(deps, caller),
    removeBucket: (name) => removeBucket(deps, name),
    putObject: (put) => putObject(deps, put),
    getObject: (get) => getObject(deps, get),
    headObject: (head) => headObject(deps, head),
    removeObject: async (name) => {
      const { freed } = await deps.index.removeObject(name);
      removeBodies(deps, freed);
    },
    copyObject: (copy) => copyObject(deps, copy),
    listObjects: (list) => listObjects(deps.index, list),
    createUpload: (create) => createUpload(deps, create),
    uploadPart: (part) => uploadPart(deps, part),
    uploadPartCopy: (part) => uploadPartCopy(deps, part),
    listParts: (name, uploadId, page) => listParts(deps, name, uploadId, page),
    completeUpload: (complete) => completeUpload(deps, complete),
    abortUpload: (name, uploadId) => abortUpload(deps, name, uploadId),
    listUploads: (list) => listUploads(deps.index, list),
  };
}
