const MAPPED = '::ffff:';

/**
 * The address of a peer, IPv4 in its own form also where the socket speaks IPv6 (RFC 4291, section 2.5.5.2), so that events, comparisons of texts and ranges all
 * see the same. Empty where there is none any more.
 */
export function plainAddress(address: string | undefined): string {
  return address?.startsWith(MAPPED) === true ? address.slice(MAPPED.length) : (address ?? '');
}
