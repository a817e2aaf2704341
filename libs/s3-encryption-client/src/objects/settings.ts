import { tmpdir } from 'node:os';

import type { S3Client } from '@aws-sdk/client-s3';

import { PLAINTEXT_SIZE_MAX, type AlgorithmSuite, type EncryptionAlgorithm } from '../algorithm-suite.js';
import { suiteForWriting, type CommitmentPolicy } from '../commitment-policy.js';
import type { ReadingRules } from '../content/content-key.js';
import { S3EncryptionError } from '../errors.js';
import type { Keyring } from '../keyrings/keyring.js';
import type { LegacyUnwrapping } from '../keyrings/legacy-unwrapping.js';
import { legacyUnwrapping } from '../node/legacy-unwrapping.js';
import { YoungCollections } from '../node/young-collections.js';

export interface S3EncryptionClientOptions {
  /** Sends every request. Its retries, endpoint and credentials stay as they are. */
  readonly s3: S3Client;
  /** Makes and opens data keys. */
  readonly keyring: Keyring;
  /** What to write with: by default what the policy demands. */
  readonly encryptionAlgorithm?: EncryptionAlgorithm;
  /** By default nothing is written or read that does not commit to its key. */
  readonly commitmentPolicy?: CommitmentPolicy;
  /** Opens data keys that old clients wrapped without binding them to anything. */
  readonly enableLegacyWrappingAlgorithms?: boolean;
  /** Reads AES-CBC, which nothing authenticates. */
  readonly enableLegacyUnauthenticatedModes?: boolean;
  /** Answers ranges. The key and its commitment are checked; the bytes of a range cannot be. */
  readonly enableUnauthenticatedRanges?: boolean;
  /** Gives out plaintext before its tag was checked: who reads must take nothing for true until the stream has ended. */
  readonly enableDelayedAuthentication?: boolean;
  /** Bytes of plaintext that wait for their tag in memory; of a longer body the ciphertext waits in a temporary file. Default 16 MiB. */
  readonly bufferSize?: number;
  /** Where such files are made. Default: the system's directory for temporary files. */
  readonly spoolDirectory?: string;
  /** `read` finds instruction files where an object has no metadata of its own; `write` makes them as well. */
  readonly instructionFiles?: 'refuse' | 'read' | 'write';
  /** Bytes in a part, and the most that goes in one request. Default 8 MiB, which lets the largest body have enough parts. */
  readonly partSize?: number;
  /** Parts under way at once. Memory is this many parts and one more. Default 2. */
  readonly queueSize?: number;
  /** Asks V8 to collect dead buffers as bodies pass, which bounds memory and spares processor time. Default true. */
  readonly youngCollections?: boolean;
}

/** The options, checked and complete. */
export interface Settings extends ReadingRules {
  readonly s3: S3Client;
  readonly keyring: Keyring;
  readonly suite: AlgorithmSuite;
  readonly legacy?: LegacyUnwrapping;
  readonly enableUnauthenticatedRanges: boolean;
  readonly enableDelayedAuthentication: boolean;
  readonly bufferSize: number;
  readonly spoolDirectory: string;
  readonly instructionFiles: 'refuse' | 'read' | 'write';
  readonly partSize: number;
  readonly queueSize: number;
  readonly young: YoungCollections;
}

const MIB = 1_048_576;
const BUFFER_SIZE_MIN = 16;
/** S3's least for a part that is not the last. */
const PART_SIZE_MIN = 5 * MIB;
const PART_SIZE_MAX = 1_024 * MIB;
const QUEUE_SIZE_MAX = 64;

/** Refuses with `Configuration` what contradicts itself or is out of its limits. */
export function settingsOf(options: S3EncryptionClientOptions): Settings {
  const { s3, keyring, commitmentPolicy = 'REQUIRE_ENCRYPT_REQUIRE_DECRYPT', bufferSize, enableDelayedAuthentication = false } = options;
  if (typeof (s3 as Partial<S3Client> | undefined)?.send !== 'function') throw new S3EncryptionError('Configuration', 'The client needs an S3Client of the AWS SDK, and cannot wrap another encrypting client.');
  if (typeof (keyring as Partial<Keyring> | undefined)?.unwrap !== 'function') throw new S3EncryptionError('Configuration', 'The client needs a keyring.');
  if (enableDelayedAuthentication && bufferSize !== undefined) throw new S3EncryptionError('Configuration', 'Delayed authentication buffers nothing: leave out bufferSize.');
  return {
    s3,
    keyring,
    commitmentPolicy,
    suite: suiteForWriting(commitmentPolicy, options.encryptionAlgorithm),
    ...(options.enableLegacyWrappingAlgorithms === true ? { legacy: legacyUnwrapping } : {}),
    enableLegacyUnauthenticatedModes: options.enableLegacyUnauthenticatedModes ?? false,
    enableUnauthenticatedRanges: options.enableUnauthenticatedRanges ?? false,
    enableDelayedAuthentication,
    bufferSize: within('bufferSize', bufferSize ?? 16 * MIB, BUFFER_SIZE_MIN, PLAINTEXT_SIZE_MAX),
    spoolDirectory: options.spoolDirectory ?? tmpdir(),
    instructionFiles: options.instructionFiles ?? 'read',
    partSize: within('partSize', options.partSize ?? 8 * MIB, PART_SIZE_MIN, PART_SIZE_MAX),
    queueSize: within('queueSize', options.queueSize ?? 2, 1, QUEUE_SIZE_MAX),
    young: new YoungCollections(options.youngCollections ?? true),
  };
}

function within(name: string, value: number, least: number, most: number): number {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return value;
  throw new S3EncryptionError('Configuration', `${name} must be a whole number from ${least} to ${most}.`);
}
