import { readFileSync } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

/** How far a stream has come with each writer: the sequence of the last group that was delivered whole. */
export type StreamPositions = ReadonlyMap<string, number>;

const shape = z.object({ version: z.literal(1), positions: z.record(z.string(), z.int().nonnegative()) });

/** The cursor of one stream, in a file: `{"version":1,"positions":{WRITER:SEQUENCE}}`. */
export class StreamCursor {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** Undefined for a stream that was never delivered to. Throws for a file that is no cursor: to begin anew would leave out events or repeat all. */
  load(): StreamPositions | undefined {
    let text: string;
    try {
      text = readFileSync(this.#path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    return new Map(Object.entries(shape.parse(JSON.parse(text)).positions));
  }

  /** Durable when it resolves. The disk is not waited for by anyone else: a stream may be slow, the service not. */
  async save(positions: StreamPositions): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
    const unfinished = `${this.#path}.unfinished`;
    await using file = await open(unfinished, 'w', 0o600);
    await file.writeFile(JSON.stringify({ version: 1, positions: Object.fromEntries(positions) }));
    await file.sync();
    await rename(unfinished, this.#path);
  }
}
