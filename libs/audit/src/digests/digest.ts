/**
 * Digests of what was exported, after CloudTrail's log file integrity: a digest names the log files of its time with their hashes, and the digest before
 * it with its hash and signature, so that a log file or a digest that is changed or missing shows.
 *
 *     AWSLogs/ACCOUNT/CloudTrail/REGION/YYYY/MM/DD/ACCOUNT_CloudTrail_REGION_YYYYMMDDTHHMMSSZ_NUMBER-PART.json.gz      {"Records":[event,...]}
 *     AWSLogs/ACCOUNT/CloudTrail-Digest/REGION/ACCOUNT_CloudTrail-Digest_REGION_NUMBER.json                            the digest below
 *     AWSLogs/ACCOUNT/CloudTrail-Digest/REGION/ACCOUNT_CloudTrail-Digest_REGION_NUMBER.json.sig                        its Ed25519 signature, in hex
 *
 * NUMBER counts digests from 1, in 8 digits. The signature is over the bytes of the digest's file. Members are named as CloudTrail names them
 * (its user guide, "CloudTrail digest file structure"), and `chains` is ours: how far each writer's chain had come, so that a log that was put back to
 * an older state is found by the digests that it has forgotten.
 */
import { z } from 'zod';

/** A log file, and the events in it. */
export interface DigestLogFile {
  readonly s3Object: string;
  readonly hashValue: string;
  readonly hashAlgorithm: 'SHA-256';
  readonly oldestEventTime: string;
  readonly newestEventTime: string;
  readonly events: number;
}

/** Which groups of a chain a digest is about, and the hash of the last. */
export interface DigestChain {
  readonly writer: string;
  /** Of the first group in the log files; one more than `lastSequence` if there is none. */
  readonly firstSequence: number;
  readonly lastSequence: number;
  readonly lastHash: string;
}

export interface Digest {
  readonly digestVersion: 1;
  readonly digestNumber: number;
  readonly awsAccountId: string;
  readonly awsRegion: string;
  readonly digestStartTime: string;
  readonly digestEndTime: string;
  readonly digestPublicKeyFingerprint: string;
  readonly digestSignatureAlgorithm: 'Ed25519';
  readonly previousDigestS3Object: string | null;
  readonly previousDigestHashValue: string | null;
  readonly previousDigestHashAlgorithm: 'SHA-256';
  readonly previousDigestSignature: string | null;
  readonly logFiles: readonly DigestLogFile[];
  readonly chains: readonly DigestChain[];
}

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const time = z.iso.datetime();
const count = z.int().nonnegative();

const shape = z.object({
  digestVersion: z.literal(1),
  digestNumber: count,
  awsAccountId: z.string(),
  awsRegion: z.string(),
  digestStartTime: time,
  digestEndTime: time,
  digestPublicKeyFingerprint: hash,
  digestSignatureAlgorithm: z.literal('Ed25519'),
  previousDigestS3Object: z.string().nullable(),
  previousDigestHashValue: hash.nullable(),
  previousDigestHashAlgorithm: z.literal('SHA-256'),
  previousDigestSignature: z.string().nullable(),
  logFiles: z.array(z.object({ s3Object: z.string(), hashValue: hash, hashAlgorithm: z.literal('SHA-256'), oldestEventTime: z.string(), newestEventTime: z.string(), events: count })),
  chains: z.array(z.object({ writer: z.string(), firstSequence: count, lastSequence: count, lastHash: hash })),
});

/** The bytes of a digest's file: the same for the same digest, so that one that is written again is written the same. */
export function printDigest(digest: Digest): Buffer {
  return Buffer.from(`${JSON.stringify(digest, undefined, 1)}\n`);
}

/** A digest out of a file's bytes; undefined for what is none. */
export function parseDigest(bytes: Uint8Array): Digest | undefined {
  try {
    return shape.safeParse(JSON.parse(Buffer.from(bytes).toString())).data;
  } catch {
    return undefined;
  }
}

/** What an exported trail is of. */
export interface DigestPlace {
  readonly accountId: string;
  readonly region: string;
}

const LOGS = 'AWSLogs';

export function digestName({ accountId, region }: DigestPlace, number: number): string {
  return `${LOGS}/${accountId}/CloudTrail-Digest/${region}/${accountId}_CloudTrail-Digest_${region}_${String(number).padStart(8, '0')}.json`;
}

export function logFileName({ accountId, region }: DigestPlace, end: Date, number: number, part: number): string {
  const stamp = `${end.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
  const day = end.toISOString().slice(0, 10).replaceAll('-', '/');
  const place = `${String(number).padStart(8, '0')}-${String(part).padStart(4, '0')}`;
  return `${LOGS}/${accountId}/CloudTrail/${region}/${day}/${accountId}_CloudTrail_${region}_${stamp}_${place}.json.gz`;
}

/** Whether a name is that of a digest, of a log file, or of neither. */
export function kindOfName(name: string): 'digest' | 'log file' | undefined {
  if (/\/CloudTrail-Digest\/.*\.json$/.test(name)) return 'digest';
  return /\/CloudTrail\/.*\.json\.gz$/.test(name) ? 'log file' : undefined;
}
