import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir } from '@coffer/testing';
import { CLAIM_FILE, claimDataDirectory, DataDirectoryClaimed } from './data-directory-claim.js';
import { processIdentity } from './process-identity.js';

describe('claimDataDirectory', () => {
  it('refuses a directory that a running process has, naming it and the setting in one line', async () => {
    const directory = tempDir();
    const claim = await claimDataDirectory(directory);
    const refused = claimDataDirectory(directory);
    await expect(refused).rejects.toThrow(DataDirectoryClaimed);
    await expect(refused).rejects.toThrow(new RegExp(`^the data directory ${directory} is in use by process ${process.pid}; [^\\n]*COFFER_DATA_DIR[^\\n]*$`));
    await claim.release();
    await (await claimDataDirectory(directory)).release();
    expect(readdirSync(directory)).toEqual([]);
  });

  it('makes the directory', async () => {
    const directory = join(tempDir(), 'new', 'data');
    await claimDataDirectory(directory);
    expect(existsSync(join(directory, CLAIM_FILE))).toBe(true);
  });

  it('respects the claim of another process while that runs, and takes it over when it has ended', async () => {
    const directory = tempDir();
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    writeFileSync(join(directory, CLAIM_FILE), JSON.stringify(await processIdentity(other.pid ?? 0)));
    await expect(claimDataDirectory(directory)).rejects.toThrow(`process ${other.pid}`);
    other.kill('SIGKILL');
    await once(other, 'exit');
    await (await claimDataDirectory(directory)).release();
  });

  it.each([
    ['of a process whose pid another has now', JSON.stringify({ pid: process.pid, started: 'earlier/1' })],
    ['that was cut short', '{"pid":'],
    ['that says nothing', '{}'],
    ['of no process', JSON.stringify({ pid: 2 ** 22 + 1, started: 'x' })],
  ])('takes over a claim %s', async (_, content) => {
    const directory = tempDir();
    writeFileSync(join(directory, CLAIM_FILE), content);
    await claimDataDirectory(directory);
    expect(JSON.parse(readFileSync(join(directory, CLAIM_FILE), 'utf8'))).toEqual(await processIdentity(process.pid));
    expect(readdirSync(directory)).toEqual([CLAIM_FILE]);
  });

  it('lets one of many win a stale claim', async () => {
    const directory = tempDir();
    writeFileSync(join(directory, CLAIM_FILE), JSON.stringify({ pid: 2 ** 22 + 1, started: 'x' }));
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => claimDataDirectory(directory)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('does not release what another has taken over', async () => {
    const directory = tempDir();
    const claim = await claimDataDirectory(directory);
    writeFileSync(join(directory, CLAIM_FILE), 'of another');
    await claim.release();
    expect(readFileSync(join(directory, CLAIM_FILE), 'utf8')).toBe('of another');
  });
});
