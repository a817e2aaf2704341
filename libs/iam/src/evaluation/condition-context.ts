/** One value, or the values of a multivalued key; undefined: the request has no such key, which is not the same as an empty list. */
export type ConditionValue = string | readonly string[] | undefined;

/**
 * The condition keys of one request, asked by name in lower case (`aws:sourceip`, `kms:encryptioncontext:aws:s3:arn`). Values are made when they are
 * asked for, since most policies ask for few. Numbers are in decimal digits, dates in ISO 8601, flags `true` or `false`.
 */
export type ConditionContext = (name: string) => ConditionValue;
