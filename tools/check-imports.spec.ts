import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tempDir } from '@coffer/testing';

type Files = Readonly<Record<string, string>>;

const core = (name: string): Files => ({ [`libs/${name}/project.json`]: '{ "tags": ["layer:core"] }', [`libs/${name}/src/index.ts`]: '' });

/** A workspace in which every import is in order. */
const orderly: Files = {
  ...core('crypto'),
  ...core('iam'),
  'libs/kms-client/project.json': '{ "tags": ["layer:client"] }',
  'libs/kms-client/src/index.ts': `import { status } from '@grpc/grpc-js'; import type { Caller } from '@coffer/iam';`,
  'apps/storage-service/project.json': '{ "tags": ["layer:app"] }',
  'apps/storage-service/src/main.ts': `import './config/settings.js'; import './errors/storage-error.js'; import '@coffer/kms-client';`,
  'apps/storage-service/src/config/settings.ts': `import './port.js';`,
  'apps/storage-service/src/config/port.ts': '',
  'apps/storage-service/src/http/server.ts': `import '../s3/operation.js';`,
  'apps/storage-service/src/s3/operation.ts': `import type { X } from '../errors/storage-error.js';`,
  'apps/storage-service/src/sse/envelope.ts': '',
  'apps/storage-service/src/engine/body-store.ts': '',
  'apps/storage-service/src/errors/storage-error.ts': '',
};

/** Runs the check on a workspace made of `orderly` and what else is given. */
function check(files: Files): { code: number | null; lines: string[] } {
  const root = tempDir();
  for (const [file, text] of Object.entries({ ...orderly, ...files })) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  mkdirSync(join(root, 'tools'));
  copyFileSync(join(import.meta.dirname, 'layers.mjs'), join(root, 'tools/layers.mjs'));
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'check-imports.mjs'), root], { encoding: 'utf8' });
  return { code: status, lines: (stdout + stderr).trim().split('\n') };
}

describe('check-imports', () => {
  it('accepts imports in order, and counts the files', () => {
    expect(check({})).toEqual({ code: 0, lines: ['11 files, every import in order'] });
  });

  it('follows components, and the doors that a package names', () => {
    const files = {
      'apps/console/project.json': '{ "tags": ["layer:app"] }',
      'apps/console/src/main.tsx': `import './shell/app.js'; import '@coffer/sealed/browser';`,
      'apps/console/src/shell/app.tsx': '',
      'libs/sealed/project.json': '{ "tags": ["layer:published"] }',
      'libs/sealed/package.json': '{ "exports": { ".": "./dist/index.js", "./browser": "./dist/browser.js" } }',
      'libs/sealed/src/browser.ts': '',
    };
    expect(check(files)).toEqual({ code: 0, lines: ['14 files, every import in order'] });
    expect(check({ ...files, 'apps/console/src/shell/app.tsx': `import '../main.js';` }).lines).toContain('apps/console/src/shell/app.tsx: shell imports main, which stands to its left');
    expect(check({ ...files, 'apps/console/src/shell/app.tsx': `import '@coffer/sealed/node';` }).lines).toEqual([`apps/console/src/shell/app.tsx: @coffer/sealed/node is no project's name`]);
  });

  it('accepts this workspace', () => {
    const { status, stdout } = spawnSync(process.execPath, [join(import.meta.dirname, 'check-imports.mjs')], { encoding: 'utf8' });
    expect([status, stdout]).toEqual([0, expect.stringMatching(/^\d+ files, every import in order\n$/)]);
  });

  it('refuses to find nothing', () => {
    const { status, stdout } = spawnSync(process.execPath, [join(import.meta.dirname, 'check-imports.mjs'), emptyWorkspace()], { encoding: 'utf8' });
    expect([status, stdout]).toEqual([1, expect.stringContaining('holds no TypeScript files')]);
  });

  const storage = 'apps/storage-service/src';
  it.each<[string, Files, string]>([
    ['an import to the left', { [`${storage}/sse/a.ts`]: `import '../s3/operation.js';` }, `${storage}/sse/a.ts: sse imports s3, which stands to its left`],
    [
      'a type import to the left',
      { [`${storage}/errors/a.ts`]: `import type { X } from '../http/server.js';` },
      `${storage}/errors/a.ts: errors imports http, which stands to its left`,
    ],
    [
      'an inline type import to the left',
      { [`${storage}/errors/a.ts`]: `export type X = import('../http/server.js').X;` },
      `${storage}/errors/a.ts: errors imports http, which stands to its left`,
    ],
    [
      'a re-export from the left',
      { [`${storage}/errors/a.ts`]: `export { x } from '../s3/operation.js';` },
      `${storage}/errors/a.ts: errors imports s3, which stands to its left`,
    ],
    [
      'a dynamic import to the left',
      { [`${storage}/errors/a.ts`]: `export const x = () => import('../s3/operation.js');` },
      `${storage}/errors/a.ts: errors imports s3, which stands to its left`,
    ],
    ['a folder beside', { [`${storage}/sse/a.ts`]: `import '../engine/body-store.js';` }, `${storage}/sse/a.ts: sse imports engine, which stands beside it`],
    [
      'a suite that looks to the left',
      { [`${storage}/sse/a.spec.ts`]: `import '../s3/operation.js';` },
      `${storage}/sse/a.spec.ts: sse imports s3, which stands to its left`,
    ],
    ['a folder without a place', { [`${storage}/utils/a.ts`]: '' }, `${storage}/utils/a.ts: utils has no place in tools/layers.mjs`],
    ['a core library that reads files', { 'libs/iam/src/a.ts': `import 'node:fs';` }, 'libs/iam/src/a.ts: a core library imports node:fs'],
    ['a core library with a dependency', { 'libs/iam/src/a.ts': `import 'zod';` }, 'libs/iam/src/a.ts: a core library imports zod'],
    ['a core library that knows another', { 'libs/iam/src/a.ts': `import '@coffer/crypto';` }, 'libs/iam/src/a.ts: a core library imports @coffer/crypto'],
    [
      'a file of another project',
      { [`${storage}/sse/a.ts`]: `import '../../../../libs/crypto/src/index.js';` },
      `${storage}/sse/a.ts: ../../../../libs/crypto/src/index.js leaves apps/storage-service; import by the project's name`,
    ],
    ['a project that is not there', { [`${storage}/sse/a.ts`]: `import '@coffer/cripto';` }, `${storage}/sse/a.ts: @coffer/cripto is no project's name`],
    [
      'gRPC elsewhere',
      { [`${storage}/s3/a.ts`]: `import type { Client } from '@grpc/grpc-js';` },
      `${storage}/s3/a.ts: @grpc/grpc-js is imported outside of libs/kms-client/, apps/kms-service/src/grpc/, apps/kms-service/test/, apps/bench/`,
    ],
    [
      'the contract elsewhere',
      { [`${storage}/s3/a.ts`]: `import '../../../../proto/types/kms.js';`, 'proto/types/kms.ts': '' },
      `${storage}/s3/a.ts: ../../../../proto/types/kms.js is imported outside of libs/kms-client/, apps/kms-service/src/grpc/, apps/kms-service/test/, apps/bench/`,
    ],
    ['what is not there', { [`${storage}/sse/a.ts`]: `import './gone.js';` }, `${storage}/sse/a.ts: ./gone.js does not exist`],
  ])('refuses %s', (_, files, line) => {
    expect(check(files)).toEqual({ code: 1, lines: [line] });
  });

  it('lets suites of a core library use the testing library and files', () => {
    const testing = { 'libs/testing/project.json': '{ "tags": ["layer:testing"] }', 'libs/testing/src/index.ts': '' };
    expect(check({ ...testing, 'libs/iam/src/a.spec.ts': `import '@coffer/testing'; import 'node:fs';` }).code).toBe(0);
  });
});

describe('check-imports finds rings', () => {
  const sse = (name: string): string => `apps/storage-service/src/sse/${name}.ts`;

  it.each<[string, Files, string]>([
    ['of two', { [sse('a')]: `import './b.js';`, [sse('b')]: `import './a.js';` }, `${sse('a')}: imports itself by way of ${sse('a')}, ${sse('b')}`],
    [
      'of types only',
      { [sse('a')]: `import type { B } from './b.js';`, [sse('b')]: `import type { A } from './a.js';` },
      `${sse('a')}: imports itself by way of ${sse('a')}, ${sse('b')}`,
    ],
    ['of one', { [sse('a')]: `import './a.js';` }, `${sse('a')}: imports itself by way of ${sse('a')}`],
    [
      'of three, with a file that only leads there',
      { [sse('a')]: `import './b.js';`, [sse('b')]: `import './c.js';`, [sse('c')]: `import './d.js';`, [sse('d')]: `import './b.js';` },
      `${sse('b')}: imports itself by way of ${sse('b')}, ${sse('c')}, ${sse('d')}`,
    ],
    [
      'through the door of a library',
      { 'libs/kms-client/src/index.ts': `export { x } from './x.js';`, 'libs/kms-client/src/x.ts': `import '@coffer/kms-client';` },
      'libs/kms-client/src/index.ts: imports itself by way of libs/kms-client/src/index.ts, libs/kms-client/src/x.ts',
    ],
  ])('%s', (_, files, line) => {
    expect(check(files)).toEqual({ code: 1, lines: [line] });
  });
});

function emptyWorkspace(): string {
  const root = tempDir();
  mkdirSync(join(root, 'tools'));
  copyFileSync(join(import.meta.dirname, 'layers.mjs'), join(root, 'tools/layers.mjs'));
  return root;
}
