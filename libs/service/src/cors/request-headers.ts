/** What AWS's clients send besides their own families of names: the signature, conditions, ranges, and what S3 keeps with an object. */
const NAMES: ReadonlySet<string> = new Set([
  'authorization', 'cache-control', 'content-disposition', 'content-encoding', 'content-language', 'content-md5', 'content-type', 'expires',
  'if-match', 'if-modified-since', 'if-none-match', 'if-unmodified-since', 'range', 'traceparent', 'tracestate',
]);

/** `x-amz-*` and `amz-sdk-*`, of the letters that header names of AWS have. */
const FAMILIES = /^(?:x-amz|amz-sdk)-[\w.-]{1,240}$/;

/** Whether a page may send a header of this name, in lower case. */
export function isAllowedRequestHeader(name: string): boolean {
  return NAMES.has(name) || FAMILIES.test(name);
}
