import { StorageError } from '../errors/storage-error.js';
import type { Admit, BucketInfo, CopyResult, CopySource, Versioning } from '../objects/commands.js';
import { parseVersionId, printVersionId } from '../objects/version-id.js';

import { admission } from './admit.js';
import { refusalNow } from './authorization.js';
import type { CallOf, S3Deps } from './call.js';
import { parseCopySource } from './copy-source.js';
import { parseSourceCustomerKey } from './customer-key.js';
import { header } from './request.js';
import { tagCopyAccess } from './required-access.js';
import { UPLOAD_SIZE_MAX } from './upload-body.js';

/** With its bucket and that one's versioning. */
export type VersionedSource = CopySource & { readonly bucket: BucketInfo; readonly versioning: Versioning };

/** The source of a copy: its name and version, its customer key, and the `x-amz-copy-source-if-*` conditions. */
export async function copySource(deps: S3Deps, call: CallOf<'CopyObject' | 'UploadPartCopy'>): Promise<VersionedSource> {
  const { name, versionId } = parseCopySource(header(call.request, 'x-amz-copy-source') ?? '');
  const bucket = call.bucket?.name === name.bucket ? call.bucket : await deps.objects.bucket(name.bucket);
  const { versioning } = bucket;
  const customerKey = parseSourceCustomerKey(call.request, call.secrets);
  const { admit } = admission(call.request, 'x-amz-copy-source-');
  const version = versionId === undefined ? {} : { version: parseVersionId(versionId) };
  return { name, bucket, versioning, ...version, admit: call.operation.name === 'CopyObject' ? limited(admit) : admit, ...(customerKey && { customerKey }) };
}

/** What the answer says of the source: the version that was copied, where there are versions. */
export function sourceHeaders({ versioning }: VersionedSource, { source }: CopyResult): string[] {
  return versioning === 'unversioned' ? [] : ['x-amz-copy-source-version-id', printVersionId(source)];
}

/** Lets a copy that takes the source's tags along pass only whoever may read those and put them. */
export function admitTags(deps: S3Deps, call: CallOf<'CopyObject'>, { bucket, admit }: VersionedSource): Admit {
  return (head) => {
    admit(head);
    const { tags } = head;
    if (tags === undefined) return;
    const [read, put] = tagCopyAccess(call.operation, call.request, tags);
    const refused = refusalNow(deps, call, read, bucket, { existingTags: () => tags }) ?? refusalNow(deps, call, put, call.bucket);
    if (refused !== undefined) throw refused;
  };
}

/** One copy moves as much as one PUT; what is larger is copied by parts. */
function limited(admit: Admit): Admit {
  return (head) => {
    admit(head);
    if (head.size <= UPLOAD_SIZE_MAX) return;
    throw new StorageError('InvalidRequest', `The specified copy source is larger than the maximum allowable size for a copy source: ${UPLOAD_SIZE_MAX}`);
  };
}
