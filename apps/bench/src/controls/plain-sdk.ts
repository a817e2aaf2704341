import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

const STEP = 262_144;
const TAG_SIZE = 16;

export interface PlainKey {
  readonly key: Buffer;
  readonly iv: Buffer;
}

interface ObjectName {
  readonly Bucket: string;
  readonly Key: string;
}

/** What a program without an encrypting client does: encrypts all of the body, then puts it in one request. */
export async function plainPut(s3: S3Client, name: ObjectName, body: Buffer): Promise<PlainKey> {
  const plainKey = { key: randomBytes(32), iv: randomBytes(12) };
  const cipher = createCipheriv('aes-256-gcm', plainKey.key, plainKey.iv);
  const sealed = Buffer.allocUnsafeSlow(body.length + TAG_SIZE);
  for (let at = 0; at < body.length; at += STEP) sealed.set(cipher.update(body.subarray(at, at + STEP)), at);
  cipher.final();
  sealed.set(cipher.getAuthTag(), body.length);
  await s3.send(new PutObjectCommand({ ...name, Body: sealed }));
  return plainKey;
}

/** Gets the body, decrypts it as it comes into one buffer, and checks the tag at its end. */
export async function plainGet(s3: S3Client, name: ObjectName, { key, iv }: PlainKey): Promise<Buffer> {
  const { Body, ContentLength = 0 } = await s3.send(new GetObjectCommand(name));
  const decipher = createDecipheriv('aes-256-gcm', key, iv);
  const plaintext = Buffer.allocUnsafeSlow(ContentLength);
  const end = ContentLength - TAG_SIZE;
  let at = 0;
  for await (const chunk of Body as AsyncIterable<Buffer>) {
    const sealed = chunk.subarray(0, Math.max(0, end - at));
    if (sealed.length > 0) plaintext.set(decipher.update(sealed), at);
    plaintext.set(chunk.subarray(sealed.length), at + sealed.length);
    at += chunk.length;
  }
  decipher.setAuthTag(plaintext.subarray(end));
  decipher.final();
  return plaintext.subarray(0, end);
}
