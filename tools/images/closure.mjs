import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ts from 'typescript';

/** What a package is imported by: `@scope/name/deep/file` is of `@scope/name`. */
export function packageOf(specifier) {
  const [first, second] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

/** Every file below a folder, as paths from it, in order. */
export function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

/** The packages that the built files of a project import. */
function importedBy(dist) {
  const packages = new Set();
  for (const file of filesBelow(dist).filter((name) => name.endsWith('.js'))) {
    const { importedFiles } = ts.preProcessFile(readFileSync(join(dist, file), 'utf8'), true, true);
    for (const { fileName } of importedFiles) if (!/^(\.|\/|node:)/.test(fileName)) packages.add(packageOf(fileName));
  }
  return [...packages].sort();
}

/** Where Node finds a package from a folder, as a path from the root; undefined if it is not installed. */
function find(root, from, name) {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(root, candidate, 'package.json'))) return candidate;
    if (folder === '.') return undefined;
  }
}

/** Types are for the compiler only, also where a package lists them among what it needs. */
const isTypes = (name) => name.startsWith('@types/');

/** What a package says that it needs: what must be there, and what may be (natives of other machines are not installed). */
function needsOf(root, folder) {
  const { dependencies = {}, optionalDependencies = {} } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const optional = Object.keys(optionalDependencies);
  return { needed: Object.keys(dependencies).filter((name) => !isTypes(name) && !optional.includes(name)), optional };
}

/**
 * Everything that an app needs when it runs: our own projects, and the packages below node_modules, each as a path from the root.
 * Imports are read from what was built, and each package's own list says what it stands on. Throws for what is not installed.
 */
export function closureOf(root, app) {
  const projects = new Set([`apps/${app}`]);
  const packages = new Set();
  const visit = (from, name, isOptional) => {
    const folder = find(root, from, name);
    if (folder === undefined && isOptional) return;
    if (folder === undefined) throw new Error(`${name}, which ${from} needs, is not installed; run npm ci`);
    if (packages.has(folder)) return;
    packages.add(folder);
    const { needed, optional } = needsOf(root, folder);
    for (const each of needed) visit(folder, each, false);
    for (const each of optional) visit(folder, each, true);
  };
  for (const project of projects) {
    const dist = join(root, project, 'dist');
    if (!existsSync(dist)) throw new Error(`${project} is not built; run npm run build`);
    for (const name of importedBy(dist)) {
      // A set that grows while it is walked: libraries of ours bring libraries of ours.
      if (name.startsWith('@coffer/')) projects.add(`libs/${name.slice('@coffer/'.length)}`);
      else visit(project.split(sep).join('/'), name, false);
    }
  }
  return { projects: [...projects].sort(), packages: [...packages].sort() };
}
