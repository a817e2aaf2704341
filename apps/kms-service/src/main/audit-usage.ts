/** Where a command writes: `process.stdout`, or a test's own. Resolves when more may be written. */
export type Print = (text: string) => Promise<void>;

/** What a command exits with when the log or an export was tampered with: told from 1, which is a mistake of ours or of the operator's. */
export const TAMPERED = 2;

export const USAGE = [
  'usage: kms-service                                     runs the service',
  '       kms-service audit export                        prints the audit events, one JSON line each',
  '       kms-service audit search [--attribute KEY=VALUE] [--from TIME] [--to TIME] [--account ID] [--data]',
  '                                                       prints those that are asked for, newest first; --data: uses of objects',
  '       kms-service audit verify [--digests PLACE --public-key FILE] [--endpoint URL]',
  '                                                       checks that no event was removed, changed or moved; exits with 2 if one was',
  '       kms-service audit public-key                    prints the key by which digests are verified',
  '       kms-service audit export-digests --to PLACE [--endpoint URL]',
  '                                                       exports what is new, and a signed digest of it',
  '       kms-service audit verify-digests --public-key FILE PLACE [--endpoint URL]',
  '                                                       checks an export with nothing but the key; exits with 2 if it was touched',
  '       kms-service sessions revoke-all                 ends every session that was given before',
  '       kms-service root-key rotate                     wraps all keys under the root key of COFFER_KMS_NEW_ROOT_KEY_FILE; the service is stopped',
  '       kms-service backup DIR                          copies keys and audit log to DIR, also while the service runs',
  '       PLACE is a directory or s3://BUCKET/PREFIX; --endpoint says where S3 is',
].join('\n');
