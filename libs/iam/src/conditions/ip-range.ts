import { isIPv4, isIPv6 } from 'node:net';

const IPV4_BYTES = 4;
const IPV6_BYTES = 16;
const BITS = 8;
const prefixForm = /^\d{1,3}$/;

/** A block of addresses: every address that begins with the same bits. */
export interface IpRange {
  readonly bytes: readonly number[];
  readonly prefixBits: number;
}

/** Reads `203.0.113.0/24`, `2001:db8::/32` or a single address; undefined for anything else. Bits after the prefix are not looked at. */
export function parseIpRange(text: string): IpRange | undefined {
  const slash = text.indexOf('/');
  const bytes = parseIpAddress(slash < 0 ? text : text.slice(0, slash));
  if (bytes === undefined) return undefined;
  const most = bytes.length * BITS;
  if (slash < 0) return { bytes, prefixBits: most };
  const prefix = text.slice(slash + 1);
  return prefixForm.test(prefix) && Number(prefix) <= most ? { bytes, prefixBits: Number(prefix) } : undefined;
}

/** The bytes of an address, four or sixteen. An IPv4 address in IPv6's clothes (`::ffff:203.0.113.7`) is the IPv4 address. */
export function parseIpAddress(text: string): readonly number[] | undefined {
  if (isIPv4(text)) return text.split('.').map(Number);
  if (!isIPv6(text) || text.includes('%')) return undefined;
  const bytes = ipv6Bytes(text);
  const isMapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
  return isMapped ? bytes.slice(IPV6_BYTES - IPV4_BYTES) : bytes;
}

function ipv6Bytes(text: string): readonly number[] {
  const [head = '', tail] = text.split('::');
  const start = groupBytes(head);
  if (tail === undefined) return start;
  const end = groupBytes(tail);
  return [...start, ...new Array<number>(IPV6_BYTES - start.length - end.length).fill(0), ...end];
}

function groupBytes(text: string): readonly number[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (group.includes('.')) return group.split('.').map(Number);
    const value = Number.parseInt(group, 16);
    return [value >> BITS, value & 0xff];
  });
}

export function isInRange({ bytes, prefixBits }: IpRange, address: readonly number[]): boolean {
  if (address.length !== bytes.length) return false;
  const whole = Math.floor(prefixBits / BITS);
  for (let index = 0; index < whole; index += 1) if (address[index] !== bytes[index]) return false;
  const rest = prefixBits % BITS;
  if (rest === 0) return true;
  const shift = BITS - rest;
  return ((address[whole] ?? 0) >> shift) === ((bytes[whole] ?? 0) >> shift);
}
