import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SETTING_NAMES } from '@coffer/service';

const root = join(import.meta.dirname, '..');
const page = readFileSync(join(root, 'docs/settings.md'), 'utf8');

/** A name that no service reads: it is for suites. */
const READ_ELSEWHERE = ['COFFER_E2E_REQUIRE_ALL'];

describe('docs/settings.md', () => {
  it('is what the settings say now', () => {
    expect(page).toBe(execFileSync(process.execPath, [join(root, 'tools/settings.mjs')], { encoding: 'utf8' }));
  });

  it('has every name that is taken for known', () => {
    const told = SETTING_NAMES.filter((name) => page.includes(`\`${name}\``));
    expect(SETTING_NAMES.filter((name) => !told.includes(name))).toEqual(READ_ELSEWHERE);
  });
});
