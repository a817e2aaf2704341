/** The forms of names, ids and ARNs as IAM's API has them. */
export const accountIdForm = /^\d{12}$/;
export const ACCOUNT_ID_WORDS = '12 digits in quotes';

/** Of users and roles. */
export const shortNameForm = /^[\w+=,.@-]{1,64}$/;
export const SHORT_NAME_WORDS = '1 to 64 letters, digits or any of _+=,.@-';

/** Of groups and policies. */
export const longNameForm = /^[\w+=,.@-]{1,128}$/;
export const LONG_NAME_WORDS = '1 to 128 letters, digits or any of _+=,.@-';

/** The ARN of a managed policy: the account (`aws` for AWS's own), then the name. AWS's own may have a path. */
export const policyArnForm = /^arn:aws:iam::(\d{12}|aws):policy\/((?:[\x21-\x7e]{1,510}\/)?[\w+=,.@-]{1,128})$/;

/** A path in the file system. */
export const pathForm = /^[^\0]{1,4096}$/;
