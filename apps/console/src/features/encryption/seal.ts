import type { Pair } from '../../components/pairs.js';
import { contextHeader, editorMistakes } from './context-pairs.js';
import type { CustomerKey } from './customer-key.js';

/** Ways of sealing an object. `default` is the bucket's own; `client-side` seals in this browser, and the bucket's default around it. */
export type SealMode = 'default' | 'SSE-S3' | 'SSE-KMS' | 'DSSE-KMS' | 'SSE-C' | 'client-side';

/** What a person has chosen so far. What a mode does not use is kept, so that going back and forth loses nothing. */
export interface SealDraft {
  readonly mode: SealMode;
  /** A key's id, ARN or alias; empty: the account's AWS managed key. */
  readonly keyId: string;
  readonly bucketKey: boolean;
  readonly context: readonly Pair[];
  readonly customerKey?: CustomerKey;
  /** A key that was made here must be saved before anything is sealed under it. */
  readonly customerKeySaved: boolean;
}

export const emptyDraft: SealDraft = { mode: 'default', keyId: '', bucketKey: true, context: [], customerKeySaved: false };

/** Why a draft cannot be used yet, in a sentence, or nothing. */
export function draftMistake(draft: SealDraft): string | undefined {
  if (draft.mode === 'SSE-C') {
    if (draft.customerKey === undefined) return 'Make a key, or load one from a file.';
    return draft.customerKeySaved ? undefined : 'Save the key first: nobody else keeps it.';
  }
  if (draft.mode === 'client-side' && draft.keyId === '') return 'Choose the key that wraps the data key.';
  if (usesContext(draft.mode)) return editorMistakes(draft.context).at(0)?.message;
  return undefined;
}

export function usesContext(mode: SealMode): boolean {
  return mode === 'SSE-KMS' || mode === 'DSSE-KMS' || mode === 'client-side';
}

/** The members of a request that say how to seal, as S3Client takes them. */
export interface SealInput {
  readonly ServerSideEncryption?: 'AES256' | 'aws:kms' | 'aws:kms:dsse';
  readonly SSEKMSKeyId?: string;
  readonly SSEKMSEncryptionContext?: string;
  readonly BucketKeyEnabled?: boolean;
  readonly SSECustomerAlgorithm?: 'AES256';
  readonly SSECustomerKey?: string;
}

/** What a write says. Of client-side encryption the store is told nothing. */
export function sealInput(draft: SealDraft): SealInput {
  switch (draft.mode) {
    case 'default':
    case 'client-side':
      return {};
    case 'SSE-S3':
      return { ServerSideEncryption: 'AES256' };
    case 'SSE-KMS':
      return { ServerSideEncryption: 'aws:kms', ...kmsInput(draft), BucketKeyEnabled: draft.bucketKey };
    case 'DSSE-KMS':
      return { ServerSideEncryption: 'aws:kms:dsse', ...kmsInput(draft) };
    case 'SSE-C':
      return customerKeyInput(draft.customerKey);
  }
}

/** What reading, and each part of an upload, says: the customer's key, where there is one. */
export function customerKeyInput(key: CustomerKey | undefined): Pick<SealInput, 'SSECustomerAlgorithm' | 'SSECustomerKey'> {
  return key === undefined ? {} : { SSECustomerAlgorithm: 'AES256', SSECustomerKey: key.base64 };
}

function kmsInput({ keyId, context }: SealDraft): Pick<SealInput, 'SSEKMSKeyId' | 'SSEKMSEncryptionContext'> {
  const header = contextHeader(context);
  return { ...(keyId === '' ? {} : { SSEKMSKeyId: keyId }), ...(header === undefined ? {} : { SSEKMSEncryptionContext: header }) };
}
