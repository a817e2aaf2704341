/**
 * Fails a build whose page loads more than 300 KiB of compressed JavaScript before its lazy parts, or that has anything inline, or a script
 * or stylesheet without its hash. Run after `vite build`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const INITIAL_SIZE_MAX = 300 * 1024;
const dist = join(import.meta.dirname, '../dist');
const page = readFileSync(join(dist, 'index.html'), 'utf8');
const tags = page.match(/<(?:script|link)\b[^>]*\/assets\/[^>]*>/g) ?? [];
const scripts = tags.map((tag) => /(?:src|href)="([^"]+\.js)"/.exec(tag)?.[1]).filter((address) => address !== undefined);
const size = scripts.reduce((sum, address) => sum + gzipSync(readFileSync(join(dist, address))).length, 0);

const mistakes = [
  ...(scripts.length === 0 ? ['the page loads no script'] : []),
  ...(size > INITIAL_SIZE_MAX ? [`the page loads ${size} bytes of compressed JavaScript before lazy parts, of ${INITIAL_SIZE_MAX}`] : []),
  ...(/<script(?![^>]*\bsrc=)|<style\b|\bstyle=|\bon\w+=/.test(page) ? ['the page has an inline script or style'] : []),
  ...tags.filter((tag) => !/ integrity="sha384-/.test(tag)).map((tag) => `without its hash: ${tag}`),
];
for (const mistake of mistakes) process.stderr.write(`${mistake}\n`);
process.stdout.write(`console: ${Math.round(size / 1024)} KiB of compressed JavaScript before lazy parts\n`);
process.exitCode = mistakes.length === 0 ? 0 : 1;
