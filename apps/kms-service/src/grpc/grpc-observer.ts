/** Told of calls at the gRPC door, for metrics. The contract's methods bound the names. */
export interface GrpcObserver {
  /** `Success`, or an error's code. */
  answered(method: string, outcome: string, seconds: number): void;
  batched(method: string, entries: number): void;
}
