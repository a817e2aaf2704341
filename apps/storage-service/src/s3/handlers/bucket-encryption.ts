import { DEFAULT_ENCRYPTION, type BucketEncryption } from '../../sse/encryption.js';
import { StorageError } from '../../errors/storage-error.js';
import { emptyAnswer, xmlAnswer, type Answer } from '../answer.js';
import { defaultEncryption, type CallOf, type S3Deps } from '../call.js';
import { KEY_ID_LENGTH_MAX } from '../encryption-headers.js';
import { notImplemented } from '../not-implemented.js';
import { malformed, parseXml, type XmlElement } from '../parse-xml.js';
import { readSmallBody } from '../small-body.js';
import { document, element } from '../xml.js';

const ROOT = 'ServerSideEncryptionConfiguration';

/**
 * Sets how the bucket seals objects of requests that say nothing of it, from the next request on. The key is not looked up, as on AWS: a write under one that is
 * not there is refused. https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html
 */
export async function putBucketEncryption(deps: S3Deps, call: CallOf<'PutBucketEncryption'>): Promise<Answer> {
  const encryption = parseConfiguration(parseXml(await readSmallBody(call), ROOT));
  await deps.objects.changeBucket(call.operation.bucket, () => ({ encryption }));
  return emptyAnswer(200);
}

/** A bucket always has one: SSE-S3 unless somebody said otherwise, as on AWS since January 2023. */
export async function getBucketEncryption(_deps: S3Deps, call: CallOf<'GetBucketEncryption'>): Promise<Answer> {
  return Promise.resolve(xmlAnswer(document(ROOT, printRule(defaultEncryption(call)))));
}

/** Back to SSE-S3. */
export async function deleteBucketEncryption(deps: S3Deps, call: CallOf<'DeleteBucketEncryption'>): Promise<Answer> {
  await deps.objects.changeBucket(call.operation.bucket, () => ({ encryption: DEFAULT_ENCRYPTION }));
  return emptyAnswer(204);
}

function parseConfiguration(root: XmlElement): BucketEncryption {
  const [rule, ...others] = root.children('Rule');
  if (rule === undefined || others.length > 0) throw malformed();
  if (rule.children('BlockedEncryptionTypes').length > 0) throw notImplemented('blocked encryption types', { Element: 'BlockedEncryptionTypes' });
  const bucketKey = parseFlag(rule.child('BucketKeyEnabled'));
  const [applied, ...more] = rule.children('ApplyServerSideEncryptionByDefault');
  if (more.length > 0 || (applied === undefined && rule.child('BucketKeyEnabled') === undefined)) throw malformed();
  return applied === undefined ? { mode: 'AES256', bucketKey } : { ...parseDefault(applied), bucketKey };
}

function parseDefault(applied: XmlElement): Pick<BucketEncryption, 'mode' | 'keyId'> {
  const keyId = applied.child('KMSMasterKeyID') ?? '';
  if (keyId.length > KEY_ID_LENGTH_MAX) throw new StorageError('InvalidArgument', 'The KMS key id is too long.', { details: { ArgumentName: 'KMSMasterKeyID' } });
  switch (applied.child('SSEAlgorithm')) {
    case 'AES256':
      if (keyId === '') return { mode: 'AES256' };
      throw new StorageError('InvalidArgument', 'a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse', { details: { ArgumentName: 'KMSMasterKeyID' } });
    case 'aws:kms':
      return { mode: 'aws:kms', ...(keyId !== '' && { keyId }) };
    case 'aws:kms:dsse':
      throw notImplemented('dual-layer encryption', { Element: 'SSEAlgorithm' });
    default:
      throw malformed();
  }
}

function parseFlag(text: string | undefined): boolean {
  const flag = text?.trim().toLowerCase();
  if (flag === undefined || flag === 'false') return false;
  if (flag === 'true') return true;
  throw malformed();
}

function printRule({ mode, keyId, bucketKey }: BucketEncryption): string {
  const applied = element('SSEAlgorithm', mode) + (keyId === undefined ? '' : element('KMSMasterKeyID', keyId));
  return `<Rule><ApplyServerSideEncryptionByDefault>${applied}</ApplyServerSideEncryptionByDefault>${element('BucketKeyEnabled', bucketKey)}</Rule>`;
}
