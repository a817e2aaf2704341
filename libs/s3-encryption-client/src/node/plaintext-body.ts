import { Readable } from 'node:stream';

/** The body of an opened object: a stream of Node's with the three conveniences that the SDK's users know. */
export interface PlaintextBody extends Readable {
  transformToByteArray(): Promise<Uint8Array>;
  transformToString(encoding?: BufferEncoding): Promise<string>;
  transformToWebStream(): ReadableStream;
}

/**
 * A stream of chunks. `release` is called once the stream is closed, also if nobody ever read it, because a generator that never began has
 * nothing to clean up.
 */
export function plaintextBody(chunks: AsyncGenerator<Uint8Array>, release: () => Promise<void> = () => Promise.resolve()): PlaintextBody {
  const stream = Readable.from(chunks, { objectMode: false });
  stream.once('close', () => {
    void release();
  });
  return Object.assign(stream, {
    transformToByteArray: () => bytesOf(stream),
    transformToString: async (encoding?: BufferEncoding) => (await bytesOf(stream)).toString(encoding),
    transformToWebStream: () => Readable.toWeb(stream),
  });
}

async function bytesOf(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
