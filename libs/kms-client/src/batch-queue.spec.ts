import { Metadata, status } from '@grpc/grpc-js';
import { manualClock } from '@coffer/testing';
import { BatchQueue, type Answer, type BatchLimits } from './batch-queue.js';
import { Breaker, FAILURES_TO_OPEN } from './breaker.js';
import { KmsClientError } from './kms-client.js';

const limits: BatchLimits = { deadlineMs: 2_000, entriesMax: 4, batchBytesMax: 100, inFlightMax: 1, waitingMax: 10 };

interface Call {
  readonly requests: readonly string[];
  readonly deadlineMs: number;
  answer(answers: readonly Answer<string>[]): Promise<void>;
  fail(error: unknown): Promise<void>;
}

function serviceError(code: number, awsName?: string): Error {
  const metadata = new Metadata();
  if (awsName !== undefined) metadata.set('coffer-error-code', awsName);
  return Object.assign(new Error('details'), { code, details: 'details', metadata });
}

const lost = serviceError(status.UNAVAILABLE);
const late = serviceError(status.DEADLINE_EXCEEDED);
const turn = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });
/** And two turns, so that what a timer has begun has been sent. */
const pause = async (ms: number): Promise<void> => {
  await new Promise((resolve) => { setTimeout(resolve, ms); });
  await turn();
  await turn();
};

/** A queue whose calls are answered by hand. A request is as many bytes as its text. */
function queueWith(some: Partial<BatchLimits> = {}) {
  const calls: Call[] = [];
  const clock = manualClock(0);
  const settled: string[] = [];
  const breaker = new Breaker(() => { queue.refuseWaiting('away'); });
  const queue: BatchQueue<string, string> = new BatchQueue<string, string>({
    breaker, now: clock.now, random: () => 0.5, limits: { ...limits, ...some }, sizeOf: (request) => request.length,
    onSettled: (outcome) => { settled.push(outcome); },
    send: (requests, deadlineMs) => {
      const { promise, resolve, reject } = Promise.withResolvers<readonly Answer<string>[]>();
      calls.push({ requests, deadlineMs, answer: async (answers) => { resolve(answers); await turn(); await turn(); }, fail: async (error) => { reject(error); await turn(); await turn(); } });
      return promise;
    },
  });
  return { queue, calls, clock, breaker, settled };
}

const outcome = (promise: Promise<string>): Promise<string> => promise.catch((error: unknown) => `${(error as KmsClientError).code}: ${(error as Error).message}`);
const sent = (calls: readonly Call[]): string[] => calls.map(({ requests }) => requests.join(' '));

describe('BatchQueue', () => {
  it('tells how each request ended, also of those that never left, and what waits', async () => {
    const { queue, calls, settled } = queueWith();
    const asked = ['a', 'b'].map((request) => outcome(queue.ask(request)));
    expect(queue.waiting).toBe(2);
    await turn();
    expect(queue.waiting).toBe(0);
    await calls[0]?.answer(['A', new KmsClientError('AccessDeniedException', 'no')]);
    await Promise.all(asked);
    queue.close();
    await outcome(queue.ask('c'));
    expect(settled).toEqual(['Success', 'AccessDeniedException', 'Unavailable']);
  });

  it('sends what is asked in one turn as one call, and gives each its own answer', async () => {
    const { queue, calls } = queueWith();
    const asked = ['a', 'b', 'c'].map((request) => queue.ask(request));
    await turn();
    expect(sent(calls)).toEqual(['a b c']);
    await calls[0]?.answer(['A', 'B', 'C']);
    await expect(Promise.all(asked)).resolves.toEqual(['A', 'B', 'C']);
  });

  it('sends a single request in the turn that it was asked in', async () => {
    const { queue, calls } = queueWith();
    void queue.ask('a');
    await turn();
    expect(sent(calls)).toEqual(['a']);
  });

  it('gathers what is asked while calls are under way', async () => {
    const { queue, calls } = queueWith({ inFlightMax: 2 });
    for (const request of ['a', 'b', 'c', 'd']) {
      void queue.ask(request);
      await turn();
    }
    expect(sent(calls)).toEqual(['a', 'b']);
    await calls[1]?.answer(['B']);
    expect(sent(calls)).toEqual(['a', 'b', 'c d']);
  });

  it.each([[4, 1], [5, 2], [8, 2], [9, 3]])('puts %i requests into %i calls of four', async (count, batches) => {
    const { queue, calls } = queueWith({ inFlightMax: 10 });
    for (let i = 0; i < count; i += 1) void queue.ask('x');
    await turn();
    expect(calls).toHaveLength(batches);
    expect(calls.flatMap(({ requests }) => requests)).toHaveLength(count);
  });

  it.each([[[50, 50], 1], [[50, 51], 2], [[101], 1], [[101, 1], 2], [[1, 101], 2]])('puts requests of %j bytes into %i calls of 100 bytes', async (sizes, batches) => {
    const { queue, calls } = queueWith({ inFlightMax: 10 });
    for (const size of sizes) void queue.ask('x'.repeat(size));
    await turn();
    expect(calls).toHaveLength(batches);
  });

  it('refuses an entry without refusing the others', async () => {
    const { queue, calls } = queueWith();
    const asked = ['a', 'b'].map((request) => outcome(queue.ask(request)));
    await turn();
    await calls[0]?.answer([new KmsClientError('NotFoundException', 'no such key'), 'B']);
    await expect(Promise.all(asked)).resolves.toEqual(['NotFoundException: no such key', 'B']);
  });

  it('settles an entry that was left without an answer', async () => {
    const { queue, calls } = queueWith();
    const asked = ['a', 'b'].map((request) => outcome(queue.ask(request)));
    await turn();
    await calls[0]?.answer(['A']);
    await expect(Promise.all(asked)).resolves.toEqual(['A', expect.stringMatching(/^KMSInternalException: /)]);
  });

  it('holds as many as it may, and refuses one more at once', async () => {
    const { queue } = queueWith({ waitingMax: 2 });
    void queue.ask('a');
    void queue.ask('b');
    await expect(queue.ask('c')).rejects.toMatchObject({ code: 'Unavailable', retryAfterSeconds: 1 });
  });

  describe('deadlines', () => {
    it("gives a call its oldest request's deadline", async () => {
      const { queue, calls, clock } = queueWith();
      void queue.ask('under way');
      await turn();
      clock.advance(100);
      void queue.ask('a');
      clock.advance(100);
      void queue.ask('b');
      await calls[0]?.answer(['A']);
      expect(calls.map(({ requests, deadlineMs }) => [requests, deadlineMs])).toEqual([[['under way'], 2_000], [['a', 'b'], 2_100]]);
    });

    it('refuses what waited until it was too late, and sends the rest', async () => {
      const { queue, calls, clock } = queueWith();
      void queue.ask('under way');
      await turn();
      const old = outcome(queue.ask('old'));
      clock.advance(1_999);
      void queue.ask('young');
      clock.advance(1);
      await calls[0]?.answer(['A']);
      await expect(old).resolves.toBe('Unavailable: The key service did not answer in time.');
      expect(sent(calls)).toEqual(['under way', 'young']);
    });
  });

  describe('retries', () => {
    it('tries again what was lost, and then gives up', async () => {
      const { queue, calls } = queueWith();
      const asked = outcome(queue.ask('a'));
      for (let attempt = 0; attempt < 3; attempt += 1) {
        await pause(100);
        await calls[attempt]?.fail(lost);
      }
      await expect(asked).resolves.toBe('Unavailable: The key service could not be reached.');
      expect(sent(calls)).toEqual(['a', 'a', 'a']);
    });

    it.each([
      ['late', late, 'Unavailable: The key service did not answer in time.'],
      ['refused by the service', serviceError(status.PERMISSION_DENIED, 'AccessDeniedException'), 'AccessDeniedException: details'],
      ['failed inside the service', serviceError(status.INTERNAL, 'KMSInternalException'), 'KMSInternalException: details'],
      ['no call at all', new TypeError('cannot encode'), 'KMSInternalException: The key service was not called.'],
    ])('does not try again what was %s', async (_, error, expected) => {
      const { queue, calls } = queueWith();
      const asked = outcome(queue.ask('a'));
      await turn();
      await calls[0]?.fail(error);
      await pause(100);
      await expect(asked).resolves.toBe(expected);
      expect(calls).toHaveLength(1);
    });

    it('does not try again what would be late', async () => {
      const { queue, calls, clock } = queueWith();
      const asked = outcome(queue.ask('a'));
      await turn();
      clock.advance(1_990);
      await calls[0]?.fail(lost);
      await expect(asked).resolves.toMatch(/^Unavailable/);
    });

    it('puts what is tried again before what came later', async () => {
      const { queue, calls } = queueWith();
      void queue.ask('first');
      await turn();
      await calls[0]?.fail(lost);
      void queue.ask('under way');
      await turn();
      void queue.ask('later');
      await pause(100);
      await calls[1]?.answer(['A']);
      expect(sent(calls)).toEqual(['first', 'under way', 'first later']);
    });
  });

  describe('with the breaker', () => {
    async function opened() {
      const made = queueWith({ inFlightMax: 10 });
      const asked: Promise<string>[] = [];
      for (let i = 0; i < FAILURES_TO_OPEN; i += 1) {
        asked.push(outcome(made.queue.ask(String(i))));
        await turn();
      }
      for (const call of [...made.calls]) await call.fail(lost);
      return { ...made, asked };
    }

    it('opens it after lost calls in a row, and settles what was about to be tried again', async () => {
      const { breaker, asked } = await opened();
      expect(breaker.open).toBe(true);
      for (const text of await Promise.all(asked)) expect(text).toMatch(/^Unavailable/);
    });

    it('fails at once while it is open, without a call', async () => {
      const { queue, calls } = await opened();
      await expect(queue.ask('x')).rejects.toMatchObject({ code: 'Unavailable', retryAfterSeconds: 1 });
      await turn();
      expect(calls).toHaveLength(FAILURES_TO_OPEN);
    });

    it('takes a refusal for an answer', async () => {
      const { queue, calls, breaker } = queueWith();
      for (let i = 0; i <= FAILURES_TO_OPEN; i += 1) {
        const asked = outcome(queue.ask('a'));
        await turn();
        await calls[i]?.fail(serviceError(status.PERMISSION_DENIED, 'AccessDeniedException'));
        await asked;
      }
      expect(breaker.healthy).toBe(true);
    });
  });

  it('refuses everything once it is closed, and lets a call under way end', async () => {
    const { queue, calls } = queueWith();
    const underWay = outcome(queue.ask('a'));
    await turn();
    const waiting = outcome(queue.ask('b'));
    queue.close();
    await expect(waiting).resolves.toMatch(/^Unavailable/);
    await expect(queue.ask('c')).rejects.toMatchObject({ code: 'Unavailable' });
    await calls[0]?.answer(['A']);
    await expect(underWay).resolves.toBe('A');
  });
});
