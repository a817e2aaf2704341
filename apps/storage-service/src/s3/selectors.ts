import { notImplemented } from './not-implemented.js';
import type { S3Request } from './request.js';

/** Names in the query that choose another operation than the plain one. Those without a route are answered NotImplemented. */
const SELECTORS = new Set([
  'abac', 'accelerate', 'acl', 'analytics', 'annotation', 'annotations', 'append', 'attributes', 'cors', 'delete', 'encryption',
  'intelligent-tiering', 'inventory', 'legal-hold', 'lifecycle', 'list-type', 'location', 'logging', 'metadataAnnotationTable',
  'metadataConfiguration', 'metadataInventoryTable', 'metadataJournalTable', 'metadataTable', 'metrics', 'notification', 'object-lock',
  'ownershipControls', 'partNumber', 'policy', 'policyStatus', 'publicAccessBlock', 'renameObject', 'replication', 'requestPayment',
  'restore', 'retention', 'select', 'select-type', 'session', 'tagging', 'torrent', 'uploadId', 'uploads', 'versionId', 'versioning',
  'versions', 'website',
]);

/** Names that tune an operation, and those that SDKs add for their own use. */
const PARAMETERS = new Set([
  'bucket-region', 'continuation-token', 'delimiter', 'encoding-type', 'fetch-owner', 'key-marker', 'marker', 'max-buckets', 'max-keys',
  'max-parts', 'max-uploads', 'part-number-marker', 'prefix', 'response-cache-control', 'response-content-disposition',
  'response-content-encoding', 'response-content-language', 'response-content-type', 'response-expires', 'start-after',
  'upload-id-marker', 'version-id-marker', 'x-id',
]);

/**
 * The selectors of a request, in alphabetical order, joined by `&`.
 *
 * A name that is unknown is passed over only when it cannot mean another operation: it has a value and the request changes nothing. S3
 * grows sub-resources, and one we have not heard of must not run as a plain PUT or DELETE.
 */
export function selectors(request: S3Request): string {
  if (request.query.size === 0) return '';
  const found: string[] = [];
  for (const [name, value] of request.query) {
    if (SELECTORS.has(name)) {
      if (name !== 'versionId' || !takesVersion(request)) found.push(name);
    } else if (!PARAMETERS.has(name) && !isSignature(name) && (value === '' || !isRead(request.method))) {
      throw notImplemented('a parameter of the query', { ParameterName: name });
    }
  }
  return found.length < 2 ? (found[0] ?? '') : found.sort().join('&');
}

function isSignature(name: string): boolean {
  return name.startsWith('X-Amz-') || name.startsWith('x-amz-');
}

function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** Where a version tells which object is meant: it chooses no other operation then. What makes a version names none, but tags are put to one. */
function takesVersion({ method, target, query }: S3Request): boolean {
  return target.key !== undefined && (isRead(method) || method === 'DELETE' || (method === 'PUT' && query.has('tagging')));
}
