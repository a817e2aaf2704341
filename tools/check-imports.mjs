/**
 * Checks every import of every TypeScript file of ours, type imports included, against tools/layers.mjs: the order of folders in an app,
 * what core libraries may use, doors between projects, where gRPC may live; and that no files import each other in a ring.
 *
 *     node tools/check-imports.mjs [root]        prints each violation on a line and exits with 1, or counts the files
 */
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cycles } from './imports/cycles.mjs';
import { importsOf, projects, sourceFiles } from './imports/read-imports.mjs';
import { rules, withoutPlace } from './imports/rules.mjs';

const root = resolve(process.argv[2] ?? join(import.meta.dirname, '..'));
const { layers, coreMayImport, grpcMayLiveIn } = await import(pathToFileURL(join(root, 'tools/layers.mjs')));
const world = { layers, coreMayImport, grpcMayLiveIn, all: projects(root) };

const files = sourceFiles(root);
const imports = new Map(files.map((file) => [file, importsOf(root, file, world.all)]));

const violations = files.flatMap((file) =>
  [withoutPlace(file, world), ...imports.get(file).flatMap((imported) => rules.map((rule) => rule({ file, ...imported }, world)))]
    .filter((line) => line !== undefined)
    .map((line) => `${file}: ${line}`),
);
const graph = new Map(files.map((file) => [file, imports.get(file).map(({ target }) => target).filter((target) => imports.has(target))]));
const rings = cycles(graph).map((ring) => `${ring[0]}: imports itself by way of ${ring.join(', ')}`);

const lines = [...new Set([...violations, ...rings])];
if (files.length === 0) lines.push(`${root} holds no TypeScript files under libs or apps`);
process.stdout.write(lines.length === 0 ? `${files.length} files, every import in order\n` : `${lines.join('\n')}\n`);
process.exitCode = lines.length === 0 ? 0 : 1;
