/** A body that is in memory already: whoever can take it at once asks for `bytes`, everyone else iterates it like any other. */
export class WholeBody implements AsyncIterable<Buffer> {
  constructor(readonly bytes: Buffer) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    yield this.bytes;
  }
}
