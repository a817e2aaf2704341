import { createHash, type KeyObject } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { kindOfName, parseDigest, type Digest, type DigestChain } from './digest.js';
import { fingerprintOf, isSignedBy } from './digest-key.js';
import type { DigestStore } from './digest-store.js';

/** A log file that unpacks to more is not ours; see `LOG_FILE_BYTES_MAX` and the largest group. */
const UNPACKED_MAX = 256 * 1024 * 1024;

/** What is wrong with an export, and with which file. */
export interface DigestFault {
  readonly name: string;
  readonly what: string;
}

export interface DigestVerification {
  readonly digests: number;
  readonly logFiles: number;
  readonly events: number;
  /** When the last digest ended: nothing later is vouched for. */
  readonly until: string | undefined;
  /** How far each chain had come by the last digest that is whole. */
  readonly chains: readonly DigestChain[];
  readonly faults: readonly DigestFault[];
}

/**
 * Verifies an export with nothing but the public key: every digest is signed and follows the one before it, and every log file is there and is the one
 * that was digested. That the newest digests were removed cannot be seen from the rest: `until` tells whether the last is as recent as it should be.
 */
export async function verifyDigests(store: DigestStore, publicKey: KeyObject): Promise<DigestVerification> {
  const names = await store.list('AWSLogs/');
  const faults: DigestFault[] = [];
  const seen = new Set<string>();
  let [last, previous, digests, events]: [Digest | undefined, Followed | undefined, number, number] = [undefined, undefined, 0, 0];
  for (const name of names.filter((each) => kindOfName(each) === 'digest')) {
    digests += 1;
    const { digest, followed, faults: found } = await verifyOne(store, publicKey, name, previous);
    faults.push(...found);
    for (const file of digest?.logFiles ?? []) {
      seen.add(file.s3Object);
      const fault = await logFileFault(store, file);
      if (fault === undefined) events += file.events;
      else faults.push({ name: file.s3Object, what: fault });
    }
    previous = followed;
    last = digest ?? last;
  }
  for (const name of names) if (kindOfName(name) === 'log file' && !seen.has(name)) faults.push({ name, what: 'is in no digest' });
  return { digests, logFiles: seen.size, events, until: last?.digestEndTime, chains: last?.chains ?? [], faults };
}

/** What the next digest is held against. */
interface Followed {
  readonly name: string;
  readonly number: number;
  readonly hash: string;
  readonly signature: string;
  readonly endTime: string | undefined;
}

interface One {
  /** Absent for one that is not to be believed. */
  readonly digest?: Digest | undefined;
  readonly followed: Followed;
  readonly faults: readonly DigestFault[];
}

async function verifyOne(store: DigestStore, publicKey: KeyObject, name: string, previous: Followed | undefined): Promise<One> {
  const bytes = (await store.get(name)) ?? Buffer.alloc(0);
  const signature = (await store.get(`${name}.sig`))?.toString().trim() ?? '';
  const digest = parseDigest(bytes);
  const number = Number(/_(\d{8})\.json$/.exec(name)?.[1]);
  const followed = { name, number, hash: createHash('sha256').update(bytes).digest('hex'), signature, endTime: digest?.digestEndTime };
  const refuse = (what: string): One => ({ followed: { ...followed, endTime: undefined }, faults: [{ name, what }] });
  if (signature === '') return refuse('has no signature');
  if (digest?.digestPublicKeyFingerprint !== undefined && digest.digestPublicKeyFingerprint !== fingerprintOf(publicKey)) return refuse('was signed by another key');
  if (!isSignedBy(publicKey, bytes, signature)) return refuse('was changed: the signature is not of these bytes');
  if (digest?.digestNumber !== number) return refuse('is not a digest, or not the one that its name says');
  return { digest, followed, faults: orderFaults(digest, name, previous) };
}

function orderFaults(digest: Digest, name: string, previous: Followed | undefined): readonly DigestFault[] {
  const { digestNumber, previousDigestHashValue, previousDigestSignature, digestStartTime } = digest;
  const expected = (previous?.number ?? 0) + 1;
  if (digestNumber > expected) return [{ name, what: `follows a gap: digest${digestNumber - 1 === expected ? '' : 's'} ${String(expected)}${digestNumber - 1 === expected ? '' : ` to ${String(digestNumber - 1)}`} missing` }];
  if (digestNumber !== expected) return [{ name, what: `is the second of number ${String(digestNumber)}` }];
  if (previous === undefined) return previousDigestHashValue === null ? [] : [{ name, what: 'is the first and follows another' }];
  const follows = previousDigestHashValue === previous.hash && previousDigestSignature === previous.signature;
  if (!follows) return [{ name, what: 'does not follow the digest before it' }];
  return previous.endTime === undefined || previous.endTime === digestStartTime ? [] : [{ name, what: 'leaves out a time' }];
}

async function logFileFault(store: DigestStore, { s3Object, hashValue, events }: Digest['logFiles'][number]): Promise<string | undefined> {
  const bytes = await store.get(s3Object);
  if (bytes === undefined) return 'is missing';
  if (createHash('sha256').update(bytes).digest('hex') !== hashValue) return 'was changed';
  const { Records } = JSON.parse(gunzipSync(bytes, { maxOutputLength: UNPACKED_MAX }).toString()) as { readonly Records: readonly unknown[] };
  return Records.length === events ? undefined : 'does not have as many events as its digest says';
}
