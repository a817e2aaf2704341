import { createHash } from 'node:crypto';
import type { AuditLog } from '../audit-log.js';
import { CHAIN_START } from '../chain.js';
import { hashAt } from '../group-row.js';
import { recordFaults } from '../record-faults.js';
import { digestName, logFileName, printDigest, type Digest, type DigestPlace } from './digest.js';
import type { DigestKey } from './digest-key.js';
import { chainsBetween, NO_PROGRESS, type BegunDigest, type DigestProgress, type DigestProgressStore, type ExportedEnd } from './digest-progress.js';
import type { DigestStore } from './digest-store.js';
import { LogFileWriter } from './log-file-writer.js';

/** The log is not whole, so that signing it would vouch for what somebody else wrote. */
export class LogNotWhole extends Error {
  override readonly name = 'LogNotWhole';
}

export interface DigestExporterParts {
  readonly log: AuditLog;
  readonly store: DigestStore;
  readonly key: DigestKey;
  readonly progress: DigestProgressStore;
  readonly place: DigestPlace;
  readonly now: () => Date;
}

/** What one export wrote. */
export interface ExportedDigest {
  readonly name: string;
  readonly logFiles: number;
  readonly events: number;
}

/**
 * Exports what a log has gained since the last time, and a signed digest of it.
 *
 * What a digest will hold is fixed and kept before anything is written, and everything that is written follows from that alone. So an export that was
 * interrupted, or that two processes do at once, writes the same bytes under the same names.
 */
export class DigestExporter {
  readonly #parts: DigestExporterParts;

  constructor(parts: DigestExporterParts) {
    this.#parts = parts;
  }

  /** One digest, also when nothing happened: it vouches that nothing did. Throws LogNotWhole for a log that was touched. */
  async run(): Promise<ExportedDigest> {
    const { progress: kept } = this.#parts;
    const progress = (await kept.load()) ?? NO_PROGRESS;
    const begun = progress.begun ?? (await this.#begin(progress));
    if (progress.begun === undefined) await kept.save({ ...progress, begun });
    const { digest, name, hash, signature } = await this.#write(progress, begun);
    await kept.save({ version: 1, number: digest.digestNumber, ends: begun.ends, previous: { name, hash, signature, endTime: begun.endTime } });
    return { name, logFiles: digest.logFiles.length, events: digest.logFiles.reduce((sum, { events }) => sum + events, 0) };
  }

  /** The last group of a writer that needs not be kept for the export any more. */
  async exportedUpTo(writer: string): Promise<number> {
    const progress = (await this.#parts.progress.load()) ?? NO_PROGRESS;
    return progress.ends.find((end) => end.writer === writer)?.sequence ?? 0;
  }

  async #begin({ previous }: DigestProgress): Promise<BegunDigest> {
    const endTime = this.#parts.now().toISOString();
    const ends = (await this.#parts.log.heads()).map(({ writer, sequence, hash }) => ({ writer, sequence, hash: hash.toString('hex') }));
    return { startTime: previous?.endTime ?? endTime, endTime, ends };
  }

  async #write({ number, ends, previous }: DigestProgress, begun: BegunDigest): Promise<{ digest: Digest; name: string; hash: string; signature: string }> {
    const { store, key, place } = this.#parts;
    const files = new LogFileWriter(store, (part) => logFileName(place, new Date(begun.endTime), number + 1, part));
    for (const end of begun.ends) await this.#export(files, ends.find(({ writer }) => writer === end.writer), end);
    const digest: Digest = {
      digestVersion: 1, digestNumber: number + 1, awsAccountId: place.accountId, awsRegion: place.region, digestStartTime: begun.startTime, digestEndTime: begun.endTime,
      digestPublicKeyFingerprint: key.fingerprint, digestSignatureAlgorithm: 'Ed25519', previousDigestS3Object: previous?.name ?? null,
      previousDigestHashValue: previous?.hash ?? null, previousDigestHashAlgorithm: 'SHA-256', previousDigestSignature: previous?.signature ?? null,
      logFiles: await files.end(), chains: chainsBetween(ends, begun.ends),
    };
    const [name, bytes] = [digestName(place, number + 1), printDigest(digest)];
    const signature = key.sign(bytes);
    // The signature comes first: a digest that is there has one.
    await store.put(`${name}.sig`, Buffer.from(signature));
    await store.put(name, bytes);
    return { digest, name, hash: createHash('sha256').update(bytes).digest('hex'), signature };
  }

  /** The groups of one chain, each checked against the one before it. */
  async #export(files: LogFileWriter, from: ExportedEnd | undefined, { writer, sequence: last, hash: lastHash }: ExportedEnd): Promise<void> {
    let { sequence, hash: previous } = await this.#startOf(writer, from);
    if (sequence >= last) return;
    for await (const group of this.#parts.log.groups({ writer, after: sequence })) {
      if (group.sequence > last) break;
      const isWhole = group.sequence === sequence + 1 && recordFaults(group).length === 0 && hashAt(group, { previous, writer, sequence: group.sequence }).equals(group.hash);
      if (!isWhole) throw new LogNotWhole(`writer ${writer}: group ${String(sequence + 1)} is missing or not what was written; audit verify tells more`);
      await files.add(group.lines);
      ({ sequence, hash: previous } = group);
    }
    if (sequence !== last || previous.toString('hex') !== lastHash) throw new LogNotWhole(`writer ${writer}: the chain ends at group ${String(sequence)} and not at ${String(last)}`);
  }

  /** Where the last digest left off; for the first one, where retention did. */
  async #startOf(writer: string, from: ExportedEnd | undefined): Promise<{ readonly sequence: number; readonly hash: Buffer }> {
    if (from !== undefined) return { sequence: from.sequence, hash: Buffer.from(from.hash, 'hex') };
    const trim = (await this.#parts.log.trims()).find((each) => each.writer === writer);
    return trim ?? { sequence: 0, hash: CHAIN_START };
  }
}
