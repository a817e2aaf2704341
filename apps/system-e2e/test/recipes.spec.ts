import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { tempDir } from '@coffer/testing';

import { Installation } from '../src/installation.js';
import { parseRecipe, printsAs, type RecipeStep } from '../src/recipe.js';
import { describeWithTool } from '../src/tool.js';
import { workspace } from '../src/tree.js';

jest.setTimeout(300_000);

const folder = join(workspace, 'docs/recipes');
const pages = readdirSync(folder).filter((name) => name.endsWith('.md') && name !== 'README.md');
const COMMAND_MS_MAX = 120_000;

/** What a command ended with, and all that it printed. */
function run(step: RecipeStep, directory: string, installation: Installation): Promise<{ readonly code: number; readonly text: string }> {
  const { promise, resolve } = Promise.withResolvers<{ code: number; text: string }>();
  execFile('bash', ['-c', step.command], { cwd: directory, env: environmentOf(step.user, directory, installation), timeout: COMMAND_MS_MAX }, (error, stdout, stderr) => {
    resolve({ code: error === null ? 0 : Number(error.code ?? 1), text: `${stdout}${stderr}` });
  });
  return promise;
}

/** A shell as docs/recipes/README.md describes it; the root's credentials come by the environment, everybody else's by a profile. */
function environmentOf(user: string, directory: string, installation: Installation): Record<string, string> {
  const root = { AWS_ACCESS_KEY_ID: installation.credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: installation.credentials.secretAccessKey };
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: directory,
    AWS_ENDPOINT_URL: installation.kmsUrl,
    AWS_ENDPOINT_URL_S3: installation.s3Url,
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_SHARED_CREDENTIALS_FILE: join(directory, 'credentials'),
    AWS_CONFIG_FILE: join(directory, 'config'),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
    ...(user === 'root' ? root : { AWS_PROFILE: user }),
  };
}

it('there are recipes, and the list of them names each', () => {
  expect(pages.length).toBeGreaterThanOrEqual(7);
  const list = readFileSync(join(folder, 'README.md'), 'utf8');
  for (const page of pages) expect(list).toContain(`(${page})`);
});

describeWithTool('aws', () => {
  describe.each(pages)('docs/recipes/%s', (page) => {
    const { files, steps } = parseRecipe(readFileSync(join(folder, page), 'utf8'));
    const directory = tempDir();
    let installation: Installation;

    beforeAll(async () => {
      for (const [name, text] of files) writeFileSync(join(directory, name), text, { mode: 0o600 });
      if (!files.has('config')) writeFileSync(join(directory, 'config'), '');
      installation = await Installation.start({ COFFER_IDENTITIES: join(directory, 'identities.yaml'), COFFER_IDENTITIES_RELOAD_SECONDS: '1' });
    });

    afterAll(() => installation.stop());

    it.each(steps.map((step) => [`${step.user}$ ${step.command}`, step] as const))('%s', async (_, step) => {
      const { code, text } = await run(step, directory, installation);
      const refused = step.printed.includes('An error occurred');
      expect({ failed: code !== 0, text: step.printed === '' || printsAs(step.printed, text) ? step.printed : text }).toEqual({ failed: refused, text: step.printed });
    });
  });
});
