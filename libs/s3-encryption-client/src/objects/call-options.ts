import { stringMapOf, type StringMap } from '../string-map.js';

export interface Progress {
  /** Bytes of plaintext that the store has acknowledged, or that were received. */
  readonly loaded: number;
  /** Of the whole, where it is known. */
  readonly total?: number;
}

/** What every call may say beside S3's own input. */
export interface CallOptions {
  /** For KMS keyrings: what was, or is to be, bound to the data key. A reader must give the writer's. */
  readonly encryptionContext?: Readonly<Record<string, string>>;
  readonly abortSignal?: AbortSignal;
}

export interface TransferOptions extends CallOptions {
  readonly onProgress?: (progress: Progress) => void;
}

export function contextOf(options: CallOptions): StringMap {
  return stringMapOf(options.encryptionContext, 'encryption context');
}

/** What the SDK's `send` takes of them. */
export function sending({ abortSignal }: CallOptions): { abortSignal?: AbortSignal } {
  return abortSignal === undefined ? {} : { abortSignal };
}

/** Of a request to the keyring. */
export function asking(options: CallOptions): { encryptionContext: StringMap; abortSignal?: AbortSignal } {
  return { encryptionContext: contextOf(options), ...sending(options) };
}
