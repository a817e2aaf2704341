/**
 * Subresource Integrity for everything that a page loads.
 *
 * Scripts and stylesheets that index.html names get an `integrity` attribute. Lazy parts are named by scripts: the loader that Vite adds
 * preloads each of them by a `link`, and here it learns to put the hash on that link. What a preload refused is not run afterwards.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PRELOAD_HELPER = '\0vite/preload-helper.js';
const PLACEHOLDER = '__COFFER_INTEGRITY__';

export function integrity() {
  let outDir = 'dist';
  return {
    name: 'coffer-integrity',
    apply: 'build',
    configResolved(config) {
      outDir = join(config.root, config.build.outDir);
    },
    transform(code, id) {
      if (id !== PRELOAD_HELPER) return undefined;
      const taught = code.replace('link.href = dep.href;', `link.href = dep.href; link.integrity = ${PLACEHOLDER}[dep.pathname] ?? '';`);
      if (taught === code) throw new Error('the loader of lazy parts has another shape: teach it integrity again');
      return { code: taught, map: null };
    },
    // What was written is what is served, so the hashes are those of the files.
    writeBundle: { order: 'post', handler: () => { sign(outDir); } },
  };
}

/** Only the script with the loader holds the placeholder, and no hash of its own: index.html has that one. */
function sign(outDir) {
  const addresses = readdirSync(join(outDir, 'assets')).filter((name) => /\.(js|css)$/.test(name)).map((name) => `/assets/${name}`);
  const loaders = addresses.filter((address) => readFileSync(join(outDir, address), 'utf8').includes(PLACEHOLDER));
  if (loaders.length !== 1) throw new Error(`${loaders.length} scripts load lazy parts, and one was expected`);
  const hashes = Object.fromEntries(addresses.filter((address) => !loaders.includes(address)).map((address) => [address, hashOf(outDir, address)]));
  rewrite(join(outDir, loaders[0]), (code) => code.replace(PLACEHOLDER, `(${JSON.stringify(hashes)})`));
  rewrite(join(outDir, 'index.html'), (page) => page.replace(/<(script|link)\b[^>]*?(?:src|href)="(\/assets\/[^"]+\.(?:js|css))"[^>]*>/g, (tag, _name, address) =>
    `${tag.replace(/ crossorigin(?=[ >])/, '').replace(/\s*>$/, '')} integrity="${hashOf(outDir, address)}" crossorigin="anonymous">`));
}

function hashOf(outDir, address) {
  return `sha384-${createHash('sha384').update(readFileSync(join(outDir, address))).digest('base64')}`;
}

function rewrite(file, change) {
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}
