import { Authority, type IssuedCertificate } from '../authority/authority.js';

export interface IssuedCertificates {
  /** The authority's certificate. Its key is forgotten: renewing means a new authority and new certificates together. */
  readonly ca: string;
  /** By common name. */
  readonly issued: ReadonlyMap<string, IssuedCertificate>;
}

/** Long enough that a development machine does not notice; renewed by the start tool before its end. */
export const VALIDITY_DAYS = 825;

/** Makes an authority and, for mutual TLS on one machine, a certificate for each common name. */
export function issueCertificates(commonNames: readonly string[], now = new Date()): IssuedCertificates {
  const authority = Authority.create('Coffer development authority', VALIDITY_DAYS, now);
  const issue = (commonName: string): IssuedCertificate => authority.issue({ commonName, names: [commonName], use: 'mutual', days: VALIDITY_DAYS }, now);
  return { ca: authority.cert, issued: new Map(commonNames.map((commonName) => [commonName, issue(commonName)])) };
}
