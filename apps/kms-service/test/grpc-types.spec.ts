import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir } from '@coffer/testing';
import { PROTO_ROOT } from '../src/grpc/contract.js';

const GENERATOR = join(PROTO_ROOT, '../node_modules/.bin/proto-loader-gen-types');

function filesIn(directory: string): Map<string, string> {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts')).sort();
  return new Map(names.map((name) => [name, readFileSync(join(directory, name), 'utf8')]));
}

it('the generated types are those of the contract', () => {
  const out = tempDir();
  execFileSync(GENERATOR, ['--longs=Number', '--importFileExtension=.js', '-I', '.', '-O', out, 'kms/v1/service.proto', 'grpc/health/v1/health.proto'], { cwd: PROTO_ROOT });
  const generated = filesIn(out);
  expect(generated.size).toBeGreaterThan(0);
  expect(filesIn(join(PROTO_ROOT, 'types'))).toEqual(generated);
});
