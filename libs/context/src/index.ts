export type { EncryptionContext } from './encryption-context.js';
