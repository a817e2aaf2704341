import { Secret } from '@coffer/crypto';

/** Moves secret bytes out of a received message, whose own are zeroed. */
export function takeSecret(bytes: Buffer | undefined): Secret | undefined {
  if (bytes === undefined) return undefined;
  const secret = Secret.copyOf(bytes);
  bytes.fill(0);
  return secret;
}

/** The live bytes, for a message that is serialized before the secret is cleared. protobuf writers only read them. */
export function reveal(secret: Secret): Buffer {
  const { buffer, byteOffset, byteLength } = secret.reveal();
  return Buffer.from(buffer, byteOffset, byteLength);
}
