import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

interface Constraint {
  readonly sourceTag: string;
  readonly onlyDependOnLibsWithTags?: readonly string[];
  readonly notDependOnLibsWithTags?: readonly string[];
}

/** Runs a script, as a module of its own in the root, that prints JSON: Jest does not load the workspace's `.mjs` files. */
function run(script: string): unknown {
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: root, encoding: 'utf8' }));
}

describe('the tags of projects', () => {
  const { depConstraints, testDepConstraints } = run(
    `const { depConstraints, testDepConstraints } = await import('./tools/constraints.mjs'); console.log(JSON.stringify({ depConstraints, testDepConstraints }));`,
  ) as { depConstraints: readonly Constraint[]; testDepConstraints: readonly Constraint[] };
  const worn = new Set(
    globSync('{libs,apps}/*/project.json', { cwd: root }).flatMap((file) => (JSON.parse(readFileSync(join(root, file), 'utf8')) as { tags: string[] }).tags),
  );
  const tagsOf = ({ sourceTag, onlyDependOnLibsWithTags = [], notDependOnLibsWithTags = [] }: Constraint): string[] => [
    sourceTag,
    ...onlyDependOnLibsWithTags,
    ...notDependOnLibsWithTags,
  ];

  it('are worn, each that a rule names', () => {
    for (const tag of [...depConstraints, ...testDepConstraints].flatMap(tagsOf)) expect(worn).toContain(tag);
  });

  it('have a rule, each that is worn', () => {
    const ruled = depConstraints.map(({ sourceTag }) => sourceTag);
    for (const tag of worn) expect(ruled).toContain(tag);
    expect(new Set(ruled).size).toBe(ruled.length);
  });

  it('are worn by every project, and say nothing by a wildcard', () => {
    for (const file of globSync('{libs,apps}/*/project.json', { cwd: root })) expect(readFileSync(join(root, file), 'utf8')).toMatch(/"tags": \["layer:/);
    expect([...depConstraints, ...testDepConstraints].flatMap(tagsOf).join()).not.toContain('*');
  });

  it('let nobody depend on an app', () => {
    const allowed = testDepConstraints.flatMap(({ onlyDependOnLibsWithTags = [] }) => onlyDependOnLibsWithTags);
    expect(allowed).not.toContain('layer:app');
    expect(allowed).not.toContain('layer:e2e');
  });
});

/** What ESLint, by the workspace's own configuration, says about texts that stand at given paths. */
function lint(texts: Readonly<Record<string, string>>): ReadonlyMap<string, readonly string[]> {
  const script = `
    import { ESLint } from 'eslint';
    const eslint = new ESLint();
    const found = [];
    for (const [filePath, text] of Object.entries(${JSON.stringify(texts)})) {
      const [result] = await eslint.lintText(text, { filePath });
      found.push([filePath, result.messages.map(({ ruleId, message }) => ruleId + ': ' + message)]);
    }
    console.log(JSON.stringify(found));`;
  return new Map(run(script) as [string, string[]][]);
}

describe('ESLint', () => {
  const BOUNDARIES = '@nx/enforce-module-boundaries';
  const cases: readonly (readonly [why: string, file: string, text: string, rule: string | undefined])[] = [
    ['accepts a client on a core library', 'libs/kms-client/src/a.fixture.ts', `export { Secret } from '@coffer/crypto';`, undefined],
    ['accepts an app on libraries', 'apps/kms-service/src/a.fixture.ts', `export { Health } from '@coffer/service';`, undefined],
    ['accepts the testing library in a suite', 'libs/crypto/test/a.fixture.ts', `export { tempDir } from '@coffer/testing';`, undefined],
    ['accepts the testing library in a suite of a published one', 'libs/s3-encryption-client/test/a.fixture.ts', `export { tempDir } from '@coffer/testing';`, undefined],
    ['refuses a published library on a core library', 'libs/s3-encryption-client/src/a.fixture.ts', `export { Secret } from '@coffer/crypto';`, BOUNDARIES],
    ['refuses a core library on a core library', 'libs/iam/src/a.fixture.ts', `export { Secret } from '@coffer/crypto';`, BOUNDARIES],
    ['refuses a core library on the runtime', 'libs/crypto/src/a.fixture.ts', `export { Health } from '@coffer/service';`, BOUNDARIES],
    ['refuses a client on the runtime', 'libs/kms-client/src/b.fixture.ts', `export { Health } from '@coffer/service';`, BOUNDARIES],
    ['refuses the runtime on a client', 'libs/service/src/a.fixture.ts', `export { KmsClientError } from '@coffer/kms-client';`, BOUNDARIES],
    ['refuses the testing library outside of suites', 'apps/kms-service/src/b.fixture.ts', `export { tempDir } from '@coffer/testing';`, BOUNDARIES],
    ['refuses an app on an app', 'apps/storage-service/src/a.fixture.ts', `export { main } from '@coffer/kms-service';`, BOUNDARIES],
    ['refuses a library on an app', 'libs/service/src/b.fixture.ts', `export { main } from '@coffer/kms-service';`, BOUNDARIES],
    ['refuses a suite on an app', 'apps/system-e2e/test/a.fixture.ts', `export { main } from '@coffer/kms-service';`, BOUNDARIES],
    [
      'refuses a file of another project',
      'apps/storage-service/src/b.fixture.ts',
      `export { Secret } from '../../../libs/crypto/src/index.js';`,
      BOUNDARIES,
    ],
    ['refuses an enum', 'libs/iam/src/b.fixture.ts', `export enum Colour { Red }`, 'no-restricted-syntax'],
    ['refuses a default export', 'libs/iam/src/c.fixture.ts', `export default 1;`, 'no-restricted-syntax'],
    ['refuses an export of everything', 'libs/iam/src/d.fixture.ts', `export * from './caller.js';`, 'no-restricted-syntax'],
    ['refuses any', 'libs/iam/src/e.fixture.ts', `export const x: any = 1;`, '@typescript-eslint/no-explicit-any'],
    ['refuses a value import of a type', 'libs/iam/src/f.fixture.ts', `import { X } from './x.js'; export const x: X = 1;`, '@typescript-eslint/consistent-type-imports'],
    ['refuses an export without a return type', 'libs/iam/src/g.fixture.ts', `export function x() { return 1; }`, '@typescript-eslint/explicit-module-boundary-types'],
    ['refuses a secret that leaves its holder', 'libs/iam/src/h.fixture.ts', `export const x = (key: { reveal(): string }): string => key.reveal();`, 'no-restricted-syntax'],
    ['accepts it where keys meet ciphers', 'libs/crypto/src/b.fixture.ts', `export const x = (key: { reveal(): string }): string => key.reveal();`, undefined],
  ];
  let found: ReadonlyMap<string, readonly string[]>;
  beforeAll(() => {
    found = lint(Object.fromEntries(cases.map(([, file, text]) => [file, text])));
  }, 120_000);

  it.each(cases)('%s', (_, file, __, rule) => {
    const messages = found.get(file);
    if (rule === undefined) expect(messages).toEqual([]);
    else expect(messages).toEqual([expect.stringContaining(`${rule}: `)]);
  });
});
