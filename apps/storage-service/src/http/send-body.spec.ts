import type { ServerResponse } from 'node:http';
import { Writable } from 'node:stream';

import { sendBody } from './send-body.js';

/** A response in memory: `slow` takes each write only in a later turn. */
function response(slow = false): { written: Buffer[]; target: ServerResponse; stream: Writable } {
  const written: Buffer[] = [];
  const stream = new Writable({
    highWaterMark: 1_024,
    write(chunk: Buffer, _, done) {
      written.push(chunk);
      if (slow) setImmediate(done);
      else done();
    },
  });
  return { written, stream, target: stream as unknown as ServerResponse };
}

async function* chunksOf(sizes: readonly number[], ended?: () => void): AsyncGenerator<Buffer> {
  try {
    for (const size of sizes) yield Buffer.alloc(size, 1);
  } finally {
    ended?.();
  }
}

const sum = (sizes: readonly number[]) => sizes.reduce((a, b) => a + b, 0);

describe('sendBody', () => {
  it.each([[[]], [[0]], [[5]], [[262_144, 262_144, 262_144, 262_144, 10]], [[1_000_000]], [[524_288]], [[524_287, 1, 1]]])('sends chunks of %j bytes to the end', async (sizes) => {
    for (const slow of [false, true]) {
      const { written, target, stream } = response(slow);
      expect(await sendBody(target, { chunks: chunksOf(sizes), length: sum(sizes) })).toBe(sum(sizes));
      expect(stream.writableEnded).toBe(true);
      if (slow) await new Promise((resolve) => stream.once('finish', resolve));
      expect(Buffer.concat(written)).toHaveLength(sum(sizes));
    }
  });

  it.each([['short', [5], 6], ['long', [7], 6]])('breaks the connection off when the body is too %s', async (_, sizes, length) => {
    const { target, stream } = response();
    await expect(sendBody(target, { chunks: chunksOf(sizes), length })).rejects.toMatchObject({ name: 'SendFailure', clientGone: false });
    expect(stream.destroyed).toBe(true);
    expect(stream.writableEnded).toBe(false);
  });

  it('breaks the connection off when the body fails, and keeps the cause', async () => {
    const { target, stream } = response();
    async function* failing(): AsyncGenerator<Buffer> {
      yield Buffer.alloc(600_000);
      throw new Error('damaged');
    }
    await expect(sendBody(target, { chunks: failing(), length: 700_000 })).rejects.toMatchObject({ clientGone: false, sent: 600_000, cause: { message: 'damaged' } });
    expect(stream.destroyed).toBe(true);
  });

  it('ends the reading when the client goes away', async () => {
    const { target, stream } = response(true);
    let ended = false;
    const sending = sendBody(target, { chunks: chunksOf(Array.from({ length: 1_000 }, () => 524_288), () => { ended = true; }), length: 524_288_000 });
    setImmediate(() => stream.destroy());
    await expect(sending).rejects.toMatchObject({ name: 'SendFailure', clientGone: true });
    expect(ended).toBe(true);
  });
});
