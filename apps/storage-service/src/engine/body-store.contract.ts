import { collect, inSteps, product, seededRandom } from '@coffer/testing';
import { BodyMissing } from './body-missing.js';
import { isBodyId } from './body-id.js';
import type { BodyId, BodyStore } from './body-store.js';
import { READ_SIZE } from './body-reader.js';

const random = seededRandom(7);
const KIB = 1024;
const MIB = 1024 * KIB;
const bytes = (size: number): Buffer => {
  const pattern = random.bytes(251);
  return Buffer.alloc(size, pattern);
};

/**
 * What every BodyStore keeps to. `create` opens a new, empty store; `reopen` opens another on what it holds, as the next start would;
 * `pieceSize` is what it writes at once; `stored` names what it really holds, complete or not.
 */
export function describeBodyStore(
  title: string,
  create: () => Promise<{ store: BodyStore; pieceSize: number; reopen: () => Promise<BodyStore>; stored: () => Promise<string[]> }>,
): void {
  describe(`${title} keeps the BodyStore contract`, () => {
    let [store, pieceSize, reopen, stored]: [BodyStore, number, () => Promise<BodyStore>, () => Promise<string[]>] = [undefined as never, 0, undefined as never, undefined as never];

    beforeEach(async () => {
      ({ store, pieceSize, reopen, stored } = await create());
    });
    afterEach(() => store.close());

    const all = async (id: BodyId, start = 0, end = Number.MAX_SAFE_INTEGER): Promise<Buffer> => collect(await store.read(id, start, end));

    // The piece size is asked for inside the test, so the sizes are given as pieces and what is over.
    const sizes: [number, number][] = [[0, 0], [0, 1], [0, 1000], [1, -1], [1, 0], [1, 1], [2, 0], [2, 1], [5, 17]];
    it.each(product(sizes, [1000, 65_552, 700_000, 3 * MIB]))('gives back %j pieces and bytes, written in steps of %i', async ([pieces, over], step) => {
      const body = bytes(pieces * pieceSize + over);
      const { id, size } = await store.write(inSteps(body, step));
      expect(size).toBe(body.length);
      expect(await store.size(id)).toBe(body.length);
      expect((await all(id, 0, size)).equals(body)).toBe(true);
    });

    it('takes a plain iterable', async () => {
      const { id } = await store.write([Buffer.from('plain '), Buffer.alloc(0), Buffer.from('iterable')]);
      expect((await all(id)).toString()).toBe('plain iterable');
    });

    it('gives ids that are unique and ascend', async () => {
      const ids = [];
      for (let i = 0; i < 50; i += 1) ids.push((await store.write([Buffer.of(i)])).id);
      expect(ids.every(isBodyId)).toBe(true);
      expect(new Set(ids).size).toBe(50);
      expect(ids.toSorted()).toEqual(ids);
    });

    it('keeps bodies apart that are written at once', async () => {
      const bodies = Array.from({ length: 24 }, (_, i) => bytes(i * 100_003));
      const written = await Promise.all(bodies.map((body) => store.write(inSteps(body, 50_000))));
      for (const [i, { id }] of written.entries()) expect((await all(id)).equals(bodies[i] ?? Buffer.alloc(0))).toBe(true);
    });

    const rangeBody = bytes(3 * READ_SIZE + 100);
    const edges = [0, 1, READ_SIZE - 1, READ_SIZE, READ_SIZE + 1, 2 * READ_SIZE, rangeBody.length - 1, rangeBody.length];
    it('gives the range that is asked for, at and around every edge', async () => {
      const { id } = await store.write([rangeBody]);
      for (const [start, end] of product(edges, edges)) {
        expect((await all(id, start, end)).equals(rangeBody.subarray(start, Math.max(start, end)))).toBe(true);
      }
    });

    it('ends early where the body does', async () => {
      const { id } = await store.write([Buffer.from('short')]);
      expect((await all(id, 2, 1000)).toString()).toBe('ort');
      expect(await all(id, 900, 1000)).toHaveLength(0);
    });

    it('gives each chunk for as long as the next is not asked for, whatever else is read meanwhile', async () => {
      const [body, other] = [bytes(4 * READ_SIZE + 5), await store.write([bytes(3 * READ_SIZE)])];
      const { id } = await store.write([body]);
      let at = 0;
      for await (const chunk of await store.read(id, 0, body.length)) {
        await Promise.all([all(other.id), all(other.id, 0, 10), new Promise((resolve) => setTimeout(resolve, 2))]);
        expect(chunk.equals(body.subarray(at, at + chunk.length))).toBe(true);
        at += chunk.length;
      }
      expect(at).toBe(body.length);
    });

    it('leaves its last chunk to a reader that leaves early', async () => {
      const body = bytes(4 * READ_SIZE);
      const { id } = await store.write([body]);
      let kept: Buffer = Buffer.alloc(0);
      for await (const chunk of await store.read(id, 0, body.length)) {
        kept = chunk;
        break;
      }
      for (let i = 0; i < 4; i += 1) await all((await store.write([bytes(3 * READ_SIZE)])).id);
      expect(kept.equals(body.subarray(0, kept.length))).toBe(true);
    });

    it('tells at once that there is no such body', async () => {
      const { id } = await store.write([Buffer.from('x')]);
      await store.remove(id);
      await expect(store.read(id, 0, 1)).rejects.toThrow(BodyMissing);
      expect(await store.size(id)).toBeUndefined();
      await expect(store.read('0'.repeat(26), 0, 1)).rejects.toThrow(BodyMissing);
    });

    it.each(['', '../../etc/passwd', '0'.repeat(25), `${'0'.repeat(24)}/a`, 'I'.repeat(26)])('has no body called %j', async (id) => {
      await expect(store.read(id, 0, 1)).rejects.toThrow(BodyMissing);
      expect(await store.size(id)).toBeUndefined();
      await expect(store.remove(id)).resolves.toBeUndefined();
    });

    it('removes a body once and again', async () => {
      const { id } = await store.write([Buffer.from('x')]);
      await store.remove(id);
      await expect(store.remove(id)).resolves.toBeUndefined();
      expect(await stored()).toEqual([]);
    });

    it('reads a removed body on to its end', async () => {
      const body = bytes(4 * READ_SIZE);
      const { id } = await store.write([body]);
      const reading = await store.read(id, 0, body.length);
      await store.remove(id);
      expect((await collect(reading)).equals(body)).toBe(true);
    });

    it.each([0, 1, 2, 3])('keeps nothing when the source throws after %i pieces', async (pieces) => {
      const cause = new Error('not what was signed');
      const source = async function* (): AsyncGenerator<Uint8Array> {
        for (let i = 0; i < pieces; i += 1) yield bytes(pieceSize);
        yield Buffer.from('and some');
        await Promise.resolve();
        throw cause;
      };
      await expect(store.write(source())).rejects.toBe(cause);
      expect(await stored()).toEqual([]);
    });

    describe('sweep', () => {
      it('removes what is not named and keeps what is', async () => {
        const ids = await Promise.all(Array.from({ length: 20 }, async (_, i) => (await store.write([Buffer.of(i)])).id));
        const named = new Set(ids.filter((_, i) => i % 3 === 0));
        const next = await reopen();
        expect(await next.sweep((id) => Promise.resolve(named.has(id)))).toBe(20 - named.size);
        expect(await stored()).toEqual([...named].toSorted());
        expect(await next.sweep((id) => Promise.resolve(named.has(id)))).toBe(0);
        await next.close();
      });

      it('leaves alone what was written since the store was opened, finished or not', async () => {
        let sawFirst = (): void => undefined;
        const first = new Promise<void>((resolve) => (sawFirst = resolve));
        let goOn = (): void => undefined;
        const going = new Promise<void>((resolve) => (goOn = resolve));
        const source = async function* (): AsyncGenerator<Uint8Array> {
          yield Buffer.from('begun ');
          sawFirst();
          await going;
          yield Buffer.from('and ended');
        };
        const { id: done } = await store.write([Buffer.from('done')]);
        const writing = store.write(source());
        await first;
        expect(await store.sweep(() => Promise.resolve(false))).toBe(0);
        goOn();
        const { id } = await writing;
        expect(await stored()).toEqual([done, id]);
        expect((await all(id)).toString()).toBe('begun and ended');
      });

      it('removes nothing when it cannot be told what is named', async () => {
        await store.write([Buffer.from('x')]);
        const next = await reopen();
        await expect(next.sweep(() => Promise.reject(new Error('the index is away')))).rejects.toThrow('the index is away');
        expect(await stored()).toHaveLength(1);
        await next.close();
      });
    });
  });
}
