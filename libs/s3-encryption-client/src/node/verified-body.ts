import { notAuthentic } from '../errors.js';
import type { UnverifiedOpening } from './open-body.js';
import { plaintextBody, type PlaintextBody } from './plaintext-body.js';
import { Spool } from './spool.js';
import type { YoungCollections } from './young-collections.js';

export interface VerifyingOptions {
  /** Bytes of plaintext that may wait in memory; of more, the ciphertext waits in a temporary file. */
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
 * Opens a body to its end, where it proves authentic, and only then gives it out. If it does not, the error of `open` passes through and no byte
 * has left this function. `sizeMax` is what there can be of plaintext.
 */
export async function verifiedBody(open: UnverifiedOpening, sealed: AsyncIterable<Uint8Array>, sizeMax: number, options: VerifyingOptions): Promise<VerifiedBody> {
  return sizeMax <= options.bufferSize ? inMemory(open(sealed), sizeMax) : inTwoPasses(open, sealed, options);
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

/**
 * The first pass opens the whole body, throws the plaintext away and keeps the ciphertext; the second opens what was kept. The two see the same bytes,
 * because the spool gives out none that changed.
 */
async function inTwoPasses(open: UnverifiedOpening, sealed: AsyncIterable<Uint8Array>, { spoolDirectory, young }: VerifyingOptions): Promise<VerifiedBody> {
  const spool = await Spool.create(spoolDirectory);
  let length = 0;
  try {
    for await (const chunk of open(spool.keeping(sealed))) length += chunk.length;
  } catch (error) {
    await spool.close();
    throw error;
  }
  return { body: plaintextBody(passing(open(spool.read()), young), () => spool.close()), length };
}

async function* passing(plaintext: AsyncGenerator<Buffer>, young?: YoungCollections): AsyncGenerator<Buffer> {
  for await (const chunk of plaintext) {
    yield chunk;
    young?.passed(chunk.length);
  }
}

async function* inSteps(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += STEP_SIZE) yield bytes.subarray(at, at + STEP_SIZE);
}
