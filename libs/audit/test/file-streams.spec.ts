import { once } from 'node:events';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { tempDir, until } from '@coffer/testing';
import { FileDelivery } from '../src/streams/file-delivery.js';
import { StdoutDelivery } from '../src/streams/stdout-delivery.js';
import { StreamCursor } from '../src/streams/stream-cursor.js';
import { idOf, StreamLab, writtenTo } from './stream-lab.js';

describe('streams of events', () => {
  let lab: StreamLab;
  beforeEach(() => { lab = new StreamLab(); });
  afterEach(() => lab.close());

  describe('to a file', () => {
    it('append every event in order, and begin a new file when it was moved away', async () => {
      const path = join(tempDir(), 'audit.jsonl');
      const follower = await lab.follow(new FileDelivery(path), new StreamCursor(join(tempDir(), 'c.json')));
      await lab.record(follower, '1', '2');
      await lab.record(follower, '3');
      await until(() => writtenTo(path).length === 3);
      expect(writtenTo(path)).toEqual(['1', '2', '3']);
      renameSync(path, `${path}.1`);
      await lab.record(follower, '4');
      await until(() => writtenTo(path).length === 1);
      expect(writtenTo(path)).toEqual(['4']);
      expect(writtenTo(`${path}.1`)).toEqual(['1', '2', '3']);
    });
  });

  it('to standard output are lines', async () => {
    const output = new PassThrough();
    const follower = await lab.follow(new StdoutDelivery(output));
    await lab.record(follower, '1', '2');
    await once(output, 'readable');
    expect(String(output.read()).trim().split('\n').map(idOf)).toEqual(['1', '2']);
  });
});
