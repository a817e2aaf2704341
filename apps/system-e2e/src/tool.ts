import { execFile, execFileSync, type ChildProcess } from 'node:child_process';
import { promisify } from 'node:util';

const OUTPUT_SIZE_MAX = 64 * 1024 ** 2;
const run = promisify(execFile);

/** Set by `.ci/run`: every tool must be there. */
const REQUIRE_ALL = process.env['COFFER_E2E_REQUIRE_ALL'] === '1';

export interface Finished {
  readonly stdout: string;
  readonly stderr: string;
}

/** A command-line client that users have. */
export class Tool {
  constructor(
    readonly name: string,
    private readonly env: Readonly<Record<string, string>>,
    private readonly leading: readonly string[] = [],
  ) {}

  /** Runs it to its end. Fails with what it wrote if it does not end with 0. */
  run(...args: readonly string[]): Promise<Finished> {
    return this.#started(args);
  }

  /** Runs it and says how it failed; a success is an error. */
  async fails(...args: readonly string[]): Promise<string> {
    const outcome = await this.#started(args).then(
      ({ stdout }) => new Error(`${this.name} ${args.join(' ')} was expected to fail and wrote ${stdout}`),
      (error: unknown) => String((error as { stderr?: string }).stderr),
    );
    if (outcome instanceof Error) throw outcome;
    return outcome;
  }

  #started(args: readonly string[]): Promise<Finished> & { readonly child: ChildProcess } {
    const options = { env: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', ...this.env }, maxBuffer: OUTPUT_SIZE_MAX };
    return run(this.name, [...this.leading, ...args], options);
  }
}

/**
 * A suite that needs a tool of the machine. Where the tool is missing, one test stands in its place: it names the tool that was not run, and
 * fails if every tool is demanded.
 */
export function describeWithTool(name: string, suite: () => void): void {
  if (isOnThisMachine(name)) {
    describe(`${name}, as it comes`, suite);
    return;
  }
  it(`${name} is not on this machine: its suite was NOT RUN`, () => {
    process.stderr.write(`\n${name} is not on this machine: its suite was NOT RUN\n`);
    expect({ tool: name, demanded: REQUIRE_ALL }).toEqual({ tool: name, demanded: false });
  });
}

function isOnThisMachine(name: string): boolean {
  try {
    execFileSync(name, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
