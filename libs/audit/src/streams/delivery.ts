/** One receiver of events. */
export interface Delivery {
  /** Resolves when the receiver has the lines, or at least the system's own buffers do; rejects if it has not, and all of them are sent again. */
  send(lines: readonly string[], signal: AbortSignal): Promise<void>;
  close(): void;
}
