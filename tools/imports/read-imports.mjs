import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

/** Every TypeScript file of ours, as a path from the root. */
export function sourceFiles(root) {
  return ['libs', 'apps']
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !/(^|\/)(node_modules|dist)\//.test(file))
    .sort();
}

/** Every project: its folder, its tags, the name by which others import it, and the ends of that name for each door that it has. */
export function projects(root) {
  return ['libs', 'apps'].flatMap((kind) =>
    (existsSync(join(root, kind)) ? readdirSync(join(root, kind)) : [])
      .filter((name) => existsSync(join(root, kind, name, 'project.json')))
      .map((name) => ({
        folder: `${kind}/${name}`,
        importedAs: `@coffer/${name}`,
        doors: doorsOf(join(root, kind, name, 'package.json')),
        tags: JSON.parse(readFileSync(join(root, kind, name, 'project.json'), 'utf8')).tags ?? [],
      })),
  );
}

/** `''` for the project itself, and `/browser` for a `./browser` among its package's exports. */
function doorsOf(manifest) {
  const { exports = {} } = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')) : {};
  return ['', ...Object.keys(exports).filter((door) => door.startsWith('./')).map((door) => door.slice(1))];
}

/** The file of ours that a specifier means, or nothing. */
function resolve(root, file, specifier, all) {
  const own = all.find(({ importedAs, doors }) => doors.some((door) => specifier === importedAs + door));
  if (own !== undefined) return `${own.folder}/src/${specifier.slice(own.importedAs.length + 1) || 'index'}.ts`;
  if (!specifier.startsWith('.')) return undefined;
  const written = join(dirname(file), specifier);
  const component = written.replace(/\.js$/, '.tsx');
  return component !== written && existsSync(join(root, component)) ? component : written.replace(/\.js$/, '.ts');
}

/** Each import of a file, type imports and re-exports included: what is written, and the file of ours that it means. */
export function importsOf(root, file, all) {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(root, file), 'utf8'), true, true);
  return importedFiles.map(({ fileName }) => {
    const target = resolve(root, file, fileName, all);
    const exists = target !== undefined && statSync(join(root, target), { throwIfNoEntry: false })?.isFile();
    return { specifier: fileName, target, exists: exists === true };
  });
}
