import { randomFew, RANDOM_POOL_SIZE, RandomPool } from './random-pool.js';

/** A pool whose bytes count up in 32 bits, so that a byte given twice is seen, and the block that it fills. */
function countingPool(): { pool: RandomPool; block: () => Buffer; refills: () => number } {
  let filled: Buffer = Buffer.alloc(0);
  let refills = 0;
  const pool = new RandomPool((block) => {
    filled = block;
    for (let i = 0; i < RANDOM_POOL_SIZE / 4; i += 1) block.writeUInt32BE(refills * 1_000_000 + i + 1, i * 4);
    refills += 1;
  });
  return { pool, block: () => filled, refills: () => refills };
}

describe('RandomPool', () => {
  it('never gives the same bytes twice, over many blocks', () => {
    const { pool, refills } = countingPool();
    const seen = new Set<string>();
    for (let i = 0; i < 5_000; i += 1) seen.add(pool.take(12).toString('hex'));
    expect(seen.size).toBe(5_000);
    expect(refills()).toBe(Math.ceil(5_000 / Math.floor(RANDOM_POOL_SIZE / 12)));
  });

  it('wipes what it gave', () => {
    const { pool, block } = countingPool();
    for (let given = 8; given <= 400; given += 8) {
      pool.take(8);
      expect(block().subarray(0, given)).toEqual(Buffer.alloc(given));
      expect(block().readUInt32BE(given)).not.toBe(0);
    }
  });

  it('gives bytes that are the caller\'s own', () => {
    const { pool } = countingPool();
    const first = pool.take(12);
    const kept = Buffer.from(first);
    pool.take(12).fill(0xff);
    expect(first).toEqual(kept);
  });

  it('fills what it is given, and nothing beside it', () => {
    const { pool } = countingPool();
    const whole = Buffer.alloc(24);
    const filled = whole.subarray(8, 16);
    expect(pool.fill(filled)).toBe(filled);
    expect(whole.toString('hex')).toBe(`${'00'.repeat(8)}0000000100000002${'00'.repeat(8)}`);
  });

  it('gives a whole block, and fetches anew for what does not fit in the rest', () => {
    const { pool, refills } = countingPool();
    expect(pool.take(RANDOM_POOL_SIZE)).toHaveLength(RANDOM_POOL_SIZE);
    pool.take(RANDOM_POOL_SIZE - 1);
    expect(pool.take(2).toString('hex')).not.toBe('0000');
    expect(refills()).toBe(3);
  });

  it('gives nothing when the generator fails, and tries again', () => {
    let fails = true;
    const pool = new RandomPool((block) => {
      if (fails) throw new Error('no entropy');
      block.fill(1);
    });
    expect(() => pool.take(12)).toThrow('no entropy');
    expect(() => pool.take(12)).toThrow('no entropy');
    fails = false;
    expect(pool.take(12)).toEqual(Buffer.alloc(12, 1));
  });

  it('serves this process from the system\'s generator', () => {
    const seen = new Set(Array.from({ length: 10_000 }, () => randomFew(12).toString('hex')));
    expect(seen.size).toBe(10_000);
  });
});
