import { YoungCollector } from './young-collector.js';

const MIB = 1024 ** 2;

/** Makes and drops so many MiB of buffers, as a stream of bodies does, and returns the most that was held outside of the heap, in MiB. */
function held(mebibytes: number, dropped: (size: number) => void): number {
  let most = 0;
  for (let made = 0; made < mebibytes; made += 1) {
    Buffer.alloc(MIB);
    dropped(MIB);
    most = Math.max(most, process.memoryUsage().arrayBuffers / MIB);
  }
  return most;
}

it('frees dropped buffers before they pile up', () => {
  const collector = new YoungCollector();
  const before = process.memoryUsage().arrayBuffers / MIB;
  expect(held(2048, (size) => { collector.dropped(size); }) - before).toBeLessThan(128);
});
