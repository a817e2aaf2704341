import { Secret } from '@coffer/crypto';

/** Members whose names on the wire are not their own with a capital letter. */
const WIRE_NAMES: ReadonlyMap<string, string> = new Map([['awsAccountId', 'AWSAccountId']]);

/** A response in AWS JSON 1.1: names with a capital letter, bytes in base64, times in seconds, maps as objects of the caller's own names. Members that are undefined are left out. */
export function encodeResponse(response: object): Buffer {
  return Buffer.from(JSON.stringify(wireObject(response)));
}

function wireObject(members: object): Record<string, unknown> {
  const entries = Object.entries(members) as [string, unknown][];
  return Object.fromEntries(entries.map(([name, value]) => [wireName(name), wireValue(value)]));
}

function wireName(name: string): string {
  return WIRE_NAMES.get(name) ?? name.charAt(0).toUpperCase() + name.slice(1);
}

function wireValue(value: unknown): unknown {
  if (value instanceof Secret) return secretText(value);
  if (Buffer.isBuffer(value)) return value.toString('base64');
  if (value instanceof Date) return value.getTime() / 1000;
  if (value instanceof Map) return Object.fromEntries(value);
  if (Array.isArray(value)) return value.map(wireValue);
  return typeof value === 'object' && value !== null ? wireObject(value) : value;
}

/** This text cannot be cleared, so it is made last, when the answer is written. */
function secretText(secret: Secret): string {
  const { buffer, byteOffset, byteLength } = secret.reveal();
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}
