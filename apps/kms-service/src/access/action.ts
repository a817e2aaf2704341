/** An operation as policies name it: `kms:Decrypt`. */
export type Action = `kms:${string}`;
