import { emptyDraft } from '../encryption/seal.js';
import { PART_SIZE } from './part-plan.js';
import { FILES_AT_ONCE, UploadQueue, type Upload } from './upload-queue.js';
import { PARTS_AT_ONCE } from './upload-task.js';
import type { PreparedBody, SentPart, UploadJob, UploadTransport } from './upload-transport.js';

const PARTS = 5;
/** A file without bytes: only its size is asked for. */
const file = (size: number): Blob => ({ size, slice: (start: number, end: number) => file(end - start) }) as unknown as Blob;
const job = (key: string, size = PARTS * PART_SIZE): UploadJob => ({ bucket: 'notes', key, file: file(size), seal: emptyDraft });
const settled = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 5); });

/** A store that answers when it is told to, and remembers what reached it. */
class HeldStore implements UploadTransport {
  readonly calls: string[] = [];
  readonly completed = new Map<string, readonly SentPart[]>();
  #waiting: { readonly name: string; readonly end: (thrown?: Error) => void }[] = [];
  mostAtOnce = 0;

  async prepare({ file: body, key }: UploadJob): Promise<PreparedBody> { this.calls.push(`prepare ${key}`); return { body, metadata: {} }; }
  async put({ key }: UploadJob, _prepared: PreparedBody, signal: AbortSignal): Promise<void> { await this.#hold(`put ${key}`, signal); }
  async begin({ key }: UploadJob): Promise<string> { this.calls.push(`begin ${key}`); return `id-${key}`; }
  async putPart({ key }: UploadJob, uploadId: string, number: number, _bytes: Blob, signal: AbortSignal): Promise<SentPart> {
    await this.#hold(`part ${number} of ${key} in ${uploadId}`, signal);
    return { PartNumber: number, ETag: `e${number}` };
  }
  async complete({ key }: UploadJob, _uploadId: string, parts: readonly SentPart[]): Promise<void> { this.completed.set(key, parts); }
  async abort({ key }: UploadJob): Promise<void> { this.calls.push(`abort ${key}`); }

  get waiting(): readonly string[] { return this.#waiting.map(({ name }) => name); }

  /** Answers the oldest that wait, or refuses them. */
  answer(times = 1, thrown?: Error): void {
    for (const { end } of this.#waiting.splice(0, times)) end(thrown);
  }

  #hold(name: string, signal: AbortSignal): Promise<void> {
    this.calls.push(name);
    return new Promise((resolve, reject) => {
      const entry = { name, end: (thrown?: Error): void => { if (thrown === undefined) resolve(); else reject(thrown); } };
      this.#waiting.push(entry);
      this.mostAtOnce = Math.max(this.mostAtOnce, this.#waiting.length);
      signal.addEventListener('abort', () => {
        this.#waiting = this.#waiting.filter((other) => other !== entry);
        reject(new DOMException('stopped', 'AbortError'));
      });
    });
  }
}

const states = (queue: UploadQueue): string[] => queue.snapshot().map(({ job: { key }, state }) => `${key} ${state}`);

async function drain(store: HeldStore): Promise<void> {
  for (await settled(); store.waiting.length > 0; await settled()) store.answer();
}

describe('the queue of uploads', () => {
  let store: HeldStore;
  let queue: UploadQueue;
  beforeEach(() => { store = new HeldStore(); queue = new UploadQueue(store); });

  it('sends a small file whole and a large one in parts, in order of their numbers', async () => {
    queue.add([job('small', PART_SIZE), job('large', PART_SIZE + 1)]);
    await drain(store);
    expect(states(queue)).toEqual(['small done', 'large done']);
    expect(store.calls).toContain('put small');
    expect(store.completed.get('large')).toEqual([{ PartNumber: 1, ETag: 'e1' }, { PartNumber: 2, ETag: 'e2' }]);
  });

  it('holds a few parts of a few files at once, and no more', async () => {
    queue.add(['a', 'b', 'c', 'd'].map((key) => job(key)));
    await settled();
    expect(states(queue)).toEqual(['a running', 'b running', 'c waiting', 'd waiting']);
    expect(store.waiting).toHaveLength(FILES_AT_ONCE * PARTS_AT_ONCE);
    await drain(store);
    expect(states(queue)).toEqual(['a done', 'b done', 'c done', 'd done']);
    expect(store.mostAtOnce).toBe(FILES_AT_ONCE * PARTS_AT_ONCE);
  });

  it('tells how much the store has', async () => {
    const seen: number[] = [];
    queue.subscribe(() => seen.push(queue.snapshot()[0]?.sent ?? -1));
    queue.add([job('a')]);
    await drain(store);
    expect([...new Set(seen)]).toEqual(Array.from({ length: PARTS + 1 }, (_, at) => at * PART_SIZE));
  });

  it('pauses, and goes on after the parts that the store has, in the same upload', async () => {
    queue.add([job('a')]);
    await settled();
    store.answer(2);
    await settled();
    queue.pause(1);
    await settled();
    expect(states(queue)).toEqual(['a paused']);
    expect(store.waiting).toEqual([]);
    expect(queue.snapshot()[0]?.sent).toBe(2 * PART_SIZE);
    const before = store.calls.length;
    queue.resume(1);
    await drain(store);
    expect(states(queue)).toEqual(['a done']);
    const after = store.calls.slice(before);
    expect(after).toEqual([3, 4, 5].map((number) => `part ${number} of a in id-a`));
    expect(store.completed.get('a')).toHaveLength(PARTS);
  });

  it('lets the next file go when one pauses, and begins one that was paused as it waited later', async () => {
    queue.add(['a', 'b', 'c'].map((key) => job(key)));
    queue.pause(3);
    await settled();
    queue.pause(1);
    await settled();
    expect(states(queue)).toEqual(['a paused', 'b running', 'c paused']);
    queue.resume(3);
    await settled();
    expect(states(queue)).toEqual(['a paused', 'b running', 'c running']);
  });

  it('keeps what failed with its reason, stops the other parts, and retries the rest', async () => {
    queue.add([job('a')]);
    await settled();
    store.answer(1);
    await settled();
    store.answer(1, new Error('away'));
    await settled();
    expect(queue.snapshot()[0]).toMatchObject({ state: 'failed', thrown: expect.objectContaining({ message: 'away' }) as unknown });
    expect(store.waiting).toEqual([]);
    queue.resume(1);
    await drain(store);
    expect(queue.snapshot()[0]).toMatchObject({ state: 'done', thrown: undefined });
    expect(store.calls.filter((call) => call === 'prepare a')).toHaveLength(1);
    expect(store.calls.filter((call) => call === 'begin a')).toHaveLength(1);
  });

  it('cancels, and takes away what the store has', async () => {
    queue.add([job('a'), job('small', 1)]);
    await settled();
    await Promise.all([queue.cancel(1), queue.cancel(2)]);
    await settled();
    expect(queue.snapshot()).toEqual([]);
    expect(store.waiting).toEqual([]);
    expect(store.calls.filter((call) => call.startsWith('abort'))).toEqual(['abort a']);
  });

  it('clears what is done and nothing else', async () => {
    queue.add([job('a', 1)]);
    await drain(store);
    queue.add([job('b')]);
    queue.clearDone();
    expect(states(queue)).toEqual(['b running']);
  });

  it('ends with the session', async () => {
    queue.add([job('a'), job('b'), job('c')]);
    await settled();
    queue.destroy();
    await settled();
    expect([queue.snapshot(), store.waiting]).toEqual([[], []]);
  });

  it('gives the same list while nothing changes', async () => {
    queue.add([job('a', 1)]);
    await drain(store);
    const held: readonly Upload[] = queue.snapshot();
    queue.pause(1);
    queue.resume(1);
    await queue.cancel(1);
    expect(queue.snapshot()).toBe(held);
  });
});
