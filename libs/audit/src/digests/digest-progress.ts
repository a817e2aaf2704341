import type { DigestChain } from './digest.js';

/** The end of a chain, as far as it was exported. */
export interface ExportedEnd {
  readonly writer: string;
  readonly sequence: number;
  /** In hex. */
  readonly hash: string;
}

/** The last digest that was exported. */
export interface PreviousDigest {
  readonly name: string;
  readonly hash: string;
  readonly signature: string;
  readonly endTime: string;
}

/** A digest that was begun: its time and its ends are fixed, so that an exporter that was interrupted writes the same again. */
export interface BegunDigest {
  readonly endTime: string;
  readonly startTime: string;
  readonly ends: readonly ExportedEnd[];
}

/** How far the export of one log has come. */
export interface DigestProgress {
  readonly version: 1;
  /** Digests that are complete. */
  readonly number: number;
  readonly ends: readonly ExportedEnd[];
  readonly previous?: PreviousDigest | undefined;
  readonly begun?: BegunDigest | undefined;
}

/** Where the progress is kept, durably. */
export interface DigestProgressStore {
  load(): Promise<DigestProgress | undefined>;
  save(progress: DigestProgress): Promise<void>;
}

export const NO_PROGRESS: DigestProgress = { version: 1, number: 0, ends: [] };

/** What a digest says of the chains between two ends. */
export function chainsBetween(before: readonly ExportedEnd[], after: readonly ExportedEnd[]): readonly DigestChain[] {
  return after.map(({ writer, sequence, hash }) => ({
    writer, firstSequence: (before.find((end) => end.writer === writer)?.sequence ?? 0) + 1, lastSequence: sequence, lastHash: hash,
  }));
}
