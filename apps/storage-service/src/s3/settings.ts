import { StorageError, type StorageErrorCode } from '../errors/storage-error.js';

import { document, element } from './xml.js';

/** A bucket's or object's setting that cannot be changed yet, read by tools that look before they act. */
interface Setting {
  /** The IAM action that reading it takes. */
  readonly action: string;
  /** The document, given the owner's account. Throws where S3 says that there is none. */
  readonly read: (ownerAccountId: string) => string;
}
export type BucketSetting = Setting;
export type ObjectSetting = Setting;

function none(code: StorageErrorCode, message: string): () => string {
  return () => {
    throw new StorageError(code, message);
  };
}

function fixed(root: string, content = ''): () => string {
  const xml = document(root, content);
  return () => xml;
}

/** The owner may do everything, nobody else anything: ACLs are off, as on every new bucket of AWS. */
function ownersAcl(ownerAccountId: string): string {
  const id = element('ID', ownerAccountId);
  const grantee = `<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser">${id}</Grantee>`;
  const grant = `<Grant>${grantee}${element('Permission', 'FULL_CONTROL')}</Grant>`;
  return document('AccessControlPolicy', `<Owner>${id}</Owner><AccessControlList>${grant}</AccessControlList>`);
}

/** By sub-resource. */
export const bucketSettings: ReadonlyMap<string, BucketSetting> = new Map<string, BucketSetting>([
  ['accelerate', { action: 's3:GetAccelerateConfiguration', read: fixed('AccelerateConfiguration') }],
  ['acl', { action: 's3:GetBucketAcl', read: ownersAcl }],
  ['cors', { action: 's3:GetBucketCORS', read: none('NoSuchCORSConfiguration', 'The CORS configuration does not exist') }],
  ['lifecycle', { action: 's3:GetLifecycleConfiguration', read: none('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist') }],
  ['logging', { action: 's3:GetBucketLogging', read: fixed('BucketLoggingStatus') }],
  ['notification', { action: 's3:GetBucketNotification', read: fixed('NotificationConfiguration') }],
  ['object-lock', {
    action: 's3:GetBucketObjectLockConfiguration',
    read: none('ObjectLockConfigurationNotFoundError', 'Object Lock configuration does not exist for this bucket'),
  }],
  ['ownershipControls', {
    action: 's3:GetBucketOwnershipControls',
    read: fixed('OwnershipControls', '<Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule>'),
  }],
  ['replication', {
    action: 's3:GetReplicationConfiguration',
    read: none('ReplicationConfigurationNotFoundError', 'The replication configuration was not found'),
  }],
  ['requestPayment', { action: 's3:GetBucketRequestPayment', read: fixed('RequestPaymentConfiguration', element('Payer', 'BucketOwner')) }],
  ['tagging', { action: 's3:GetBucketTagging', read: none('NoSuchTagSet', 'The TagSet does not exist') }],
  ['website', {
    action: 's3:GetBucketWebsite',
    read: none('NoSuchWebsiteConfiguration', 'The specified bucket does not have a website configuration'),
  }],
]);

const noLock = none('InvalidRequest', 'Bucket is missing Object Lock Configuration');

export const objectSettings: ReadonlyMap<string, ObjectSetting> = new Map<string, ObjectSetting>([
  ['acl', { action: 's3:GetObjectAcl', read: ownersAcl }],
  ['legal-hold', { action: 's3:GetObjectLegalHold', read: noLock }],
  ['retention', { action: 's3:GetObjectRetention', read: noLock }],
]);
