/** The names of user metadata in which clients of S3 client-side encryption keep what opens an object. */
export const V1_KEY = 'x-amz-key';
export const V2_KEY = 'x-amz-key-v2';
export const IV = 'x-amz-iv';
export const CONTENT_ALGORITHM = 'x-amz-cek-alg';
export const WRAP_ALGORITHM = 'x-amz-wrap-alg';
export const TAG_LENGTH = 'x-amz-tag-len';
export const DESCRIPTION = 'x-amz-matdesc';
export const PLAINTEXT_LENGTH = 'x-amz-unencrypted-content-length';

export const V3_SUITE = 'x-amz-c';
export const V3_KEY = 'x-amz-3';
export const V3_WRAP = 'x-amz-w';
export const V3_COMMITMENT = 'x-amz-d';
export const V3_MESSAGE_ID = 'x-amz-i';
export const V3_CONTEXT = 'x-amz-t';
export const V3_DESCRIPTION = 'x-amz-m';

/** What a committing object keeps itself, whatever lies in its instruction file. */
export const V3_ON_OBJECT: readonly string[] = [V3_SUITE, V3_COMMITMENT, V3_MESSAGE_ID];
export const V3_MOVABLE: readonly string[] = [V3_KEY, V3_WRAP, V3_CONTEXT, V3_DESCRIPTION];
/** What names a format, the length apart: Ruby's client leaves that on objects whose metadata lies in an instruction file. */
export const OLD_NAMES: readonly string[] = [V1_KEY, V2_KEY, IV, CONTENT_ALGORITHM, WRAP_ALGORITHM, TAG_LENGTH, DESCRIPTION];
export const ALL_NAMES: readonly string[] = [...OLD_NAMES, PLAINTEXT_LENGTH, ...V3_ON_OBJECT, ...V3_MOVABLE];

/** Marks an instruction file as one; its value is empty. */
export const INSTRUCTION_FILE_MARK = 'x-amz-crypto-instr-file';
