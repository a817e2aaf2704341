import { progressLine } from './progress.js';

it('progress is written five times a second at most, at the end in any case, and ends its line once', () => {
  const written: string[] = [];
  let now = 0;
  const line = progressLine('s3://notes/a', (text) => written.push(text), () => now);
  const MIB = 1_048_576;
  line.told({ loaded: MIB, total: 4 * MIB });
  now = 199;
  line.told({ loaded: 2 * MIB, total: 4 * MIB });
  now = 200;
  line.told({ loaded: 3 * MIB });
  line.told({ loaded: 4 * MIB, total: 4 * MIB });
  line.done();
  line.done();
  expect(written).toEqual(['\rs3://notes/a: 1.0 of 4.0 MiB', '\rs3://notes/a: 3.0 MiB', '\rs3://notes/a: 4.0 of 4.0 MiB', '\n']);
});
