import { createLog } from '../log/create-log.js';
import { runMain } from './run-main.js';
import { StartError } from './start-error.js';

async function run(main: () => Promise<void>): Promise<{ stderr: string; codes: number[]; log: string }> {
  let [stderr, log] = ['', ''];
  const codes: number[] = [];
  const destination = { write: (line: string) => void (log += line) };
  await runMain(main, createLog({ service: 'x', level: 'info', destination }), {
    stderr: { write: (text) => (stderr += text) },
    exit: (code) => codes.push(code),
  });
  return { stderr, codes, log };
}

describe('runMain', () => {
  it('leaves the process alone when all is well', async () => {
    expect(await run(() => Promise.resolve())).toEqual({ stderr: '', codes: [], log: '' });
  });

  it('prints the line of a StartError, without a stack, and exits with 1', async () => {
    const result = await run(() => Promise.reject(new StartError('COFFER_S3_PORT: port 9000 is taken')));
    expect(result).toEqual({ stderr: 'COFFER_S3_PORT: port 9000 is taken\n', codes: [1], log: '' });
  });

  it('sums anything else up in one line, and the log has the stack', async () => {
    const result = await run(() => Promise.reject(new TypeError('x is not a function\nsecond line')));
    expect(result.codes).toEqual([1]);
    expect(result.stderr).toBe('could not start: TypeError: x is not a function (this is a defect of Coffer; the log has the stack)\n');
    expect(result.log).toContain('run-main.spec');
  });
});
