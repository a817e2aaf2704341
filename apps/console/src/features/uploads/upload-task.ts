import { partPlan, WHOLE_SIZE_MAX, type PlannedPart } from './part-plan.js';
import type { PreparedBody, SentPart, UploadJob, UploadTransport } from './upload-transport.js';

/** How many parts of one file are read and sent at once: with `PART_SIZE`, what a file takes of memory. */
export const PARTS_AT_ONCE = 3;

/** One upload, which can be stopped at any moment and run again: it goes on after the parts that the store has. */
export class UploadTask {
  #prepared: PreparedBody | undefined;
  #uploadId: string | undefined;
  readonly #sent = new Map<number, SentPart>();
  #sentBytes = 0;

  constructor(
    readonly job: UploadJob,
    private readonly transport: UploadTransport,
    private readonly onSent: (bytes: number) => void,
  ) {}

  /** Resolves when the object is there. Rejects with what failed, or with the signal's reason. */
  async run(signal: AbortSignal): Promise<void> {
    this.#prepared ??= await this.transport.prepare(this.job, signal);
    const { body } = this.#prepared;
    if (body.size <= WHOLE_SIZE_MAX) {
      await this.transport.put(this.job, this.#prepared, signal);
      return;
    }
    const uploadId = (this.#uploadId ??= await this.transport.begin(this.job, this.#prepared, signal));
    await this.#sendParts(uploadId, body, signal);
    await this.transport.complete(this.job, uploadId, [...this.#sent.values()].sort((one, other) => one.PartNumber - other.PartNumber));
    this.#uploadId = undefined;
  }

  /** Takes away what the store has of an upload that will not be completed. */
  async discard(): Promise<void> {
    const uploadId = this.#uploadId;
    this.#uploadId = undefined;
    this.#sent.clear();
    if (uploadId !== undefined) await this.transport.abort(this.job, uploadId);
  }

  /** Sends the parts that are missing, a few at once. The first failure stops the others. */
  async #sendParts(uploadId: string, body: Blob, signal: AbortSignal): Promise<void> {
    const missing = partPlan(body.size).filter(({ number }) => !this.#sent.has(number)).values();
    const failed = new AbortController();
    const either = AbortSignal.any([signal, failed.signal]);
    const worker = async (): Promise<void> => {
      for (const part of missing) await this.#sendPart(uploadId, body, part, either);
    };
    const stopOthers = (thrown: unknown): never => {
      failed.abort(thrown);
      throw thrown;
    };
    const ended = await Promise.allSettled(Array.from({ length: PARTS_AT_ONCE }, () => worker().catch(stopOthers)));
    signal.throwIfAborted();
    // The reason of the first failure, which the others were stopped by.
    if (ended.some(({ status }) => status === 'rejected')) throw failed.signal.reason;
  }

  async #sendPart(uploadId: string, body: Blob, { number, start, end }: PlannedPart, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const sent = await this.transport.putPart(this.job, uploadId, number, body.slice(start, end), signal);
    this.#sent.set(number, sent);
    this.#sentBytes += end - start;
    this.onSent(this.#sentBytes);
  }
}
