import { YoungCollections } from './young-collections.js';

const MIB = 1_048_576;

/** Makes and drops so many MiB of buffers and returns the most that was held outside of the heap, in MiB. */
function held(mebibytes: number, collections: YoungCollections): number {
  let most = 0;
  for (let made = 0; made < mebibytes; made += 1) {
    Buffer.alloc(MIB);
    collections.passed(MIB);
    most = Math.max(most, process.memoryUsage().arrayBuffers / MIB);
  }
  return most;
}

it('young collections free dropped buffers before they pile up, and can be left to V8', () => {
  const before = process.memoryUsage().arrayBuffers / MIB;
  expect(held(1_024, new YoungCollections(true)) - before).toBeLessThan(64);
  expect(() => held(16, new YoungCollections(false))).not.toThrow();
  expect((globalThis as { gc?: unknown }).gc).toBeUndefined();
});
