/** One request at the door for AWS's APIs, as metrics count it. */
export interface AnsweredRequest {
  /** A protocol's signing name. */
  readonly api: string;
  /** An operation that is served, or `none`. */
  readonly operation: string;
  readonly status: number;
  /** AWS's name of the error, if it was refused. */
  readonly code?: string | undefined;
  readonly seconds: number;
}

export interface HttpObserver {
  answered(request: AnsweredRequest): void;
}
