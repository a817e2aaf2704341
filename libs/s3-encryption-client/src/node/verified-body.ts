import { notAuthentic } from '../errors.js';
import { plaintextBody, type PlaintextBody } from './plaintext-body.js';
import { Spool } from './spool.js';
import type { YoungCollections } from './young-collections.js';

export interface VerifyingOptions {
  /** Bytes of plaintext that may wait in memory; more goes to a sealed temporary file. */
  readonly bufferSize: number;
  readonly spoolDirectory: string;
  readonly young?: YoungCollections;
}

const STEP_SIZE = 65_536;

export interface VerifiedBody {
  readonly body: PlaintextBody;
  /** Of the plaintext, in bytes. */
  readonly length: number;
}

/**
 * Reads plaintext to its end, where it proves authentic, and only then gives it out. If it does not, the error of `unverified` passes through
 * and no byte has left this function. `sizeMax` is what there can be of it.
 */
export async function verifiedBody(unverified: AsyncGenerator<Uint8Array>, sizeMax: number, options: VerifyingOptions): Promise<VerifiedBody> {
  return sizeMax <= options.bufferSize ? inMemory(unverified, sizeMax) : inSpool(unverified, options);
}

async function inMemory(unverified: AsyncGenerator<Uint8Array>, sizeMax: number): Promise<VerifiedBody> {
  const whole = Buffer.allocUnsafeSlow(sizeMax);
  let length = 0;
  try {
    for await (const chunk of unverified) {
      if (length + chunk.length > sizeMax) throw notAuthentic();
      whole.set(chunk, length);
      length += chunk.length;
    }
  } catch (error) {
    whole.fill(0, 0, length);
    throw error;
  }
  return { body: plaintextBody(inSteps(whole.subarray(0, length))), length };
}

async function inSpool(unverified: AsyncGenerator<Uint8Array>, { spoolDirectory, young }: VerifyingOptions): Promise<VerifiedBody> {
  const spool = await Spool.create(spoolDirectory);
  let length = 0;
  try {
    for await (const chunk of unverified) {
      length += chunk.length;
      await spool.write(chunk);
    }
  } catch (error) {
    await spool.close();
    throw error;
  }
  return { body: plaintextBody(spool.read(young), () => spool.close()), length };
}

async function* inSteps(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += STEP_SIZE) yield bytes.subarray(at, at + STEP_SIZE);
}
