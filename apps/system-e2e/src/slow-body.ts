import { Readable } from 'node:stream';

/** A body that gives some bytes and then waits until it is told to go on: what is under way when a fault strikes. */
export interface SlowBody {
  readonly stream: Readable;
  /** Resolves when the first bytes have been taken. */
  readonly begun: Promise<void>;
  goOn(): void;
}

export function slowBody(first: Buffer, rest: Buffer): SlowBody {
  const begun = Promise.withResolvers<undefined>();
  const waiting = Promise.withResolvers<undefined>();
  const source = async function* (): AsyncGenerator<Buffer> {
    yield first;
    begun.resolve(undefined);
    await waiting.promise;
    yield rest;
  };
  return {
    stream: Readable.from(source(), { objectMode: false }),
    begun: begun.promise,
    goOn: () => { waiting.resolve(undefined); },
  };
}
