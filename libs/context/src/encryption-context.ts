/** Non-secret string pairs that are bound to a ciphertext: opened only under the same pairs. Parsed, so within its limits. */
export type EncryptionContext = ReadonlyMap<string, string>;
