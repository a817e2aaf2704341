import { percentCanonical, percentEncode } from './percent.js';

/**
 * The path as it is signed.
 *
 * - S3: one encoding of the decoded path; `//`, `.` and `..` are names like others. A slash that was sent as %2F reads like one that was not:
 *   S3 keys do not tell them apart either.
 * - Every other service: dot segments and empty segments removed, then the path *as sent* encoded once more.
 */
export function canonicalUri(service: string, rawPath: string): string {
  if (service === 's3') return percentCanonical(rawPath === '' ? '/' : rawPath, true, false);
  return percentEncode(normalized(rawPath), true);
}

function normalized(path: string): string {
  if (path === '/' || path === '') return '/';
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '' && segment !== '.') kept.push(segment);
  }
  const trailing = path.endsWith('/') && kept.length > 0 ? '/' : '';
  return `/${kept.join('/')}${trailing}`;
}
