/**
 * Writes groups.json, the format of audit groups made a second time from its drawing: groups that hold at their place, and groups that do not.
 *
 *     node generate.mjs
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const sha256 = (...bytes) => createHash('sha256').update(Buffer.concat(bytes)).digest();
const uint = (number, size) => Buffer.from(BigInt(number).toString(16).padStart(size * 2, '0'), 'hex');
const framed = (...fields) => Buffer.concat(fields.flatMap((field) => [uint(Buffer.byteLength(field), 4), Buffer.from(field)]));
const hex = (bytes) => bytes.toString('hex');

const START = Buffer.alloc(32);
const WRITER = '0f1e2d3c-4b5a-4978-8796-a5b4c3d2e1f0';
const WRITTEN = 1_767_323_045_678;

function group({ previous = START, writer = WRITER, sequence = 1, written = WRITTEN, lines, label = 'coffer/audit/2' }) {
  const hashes = Buffer.concat(lines.map((line) => sha256(Buffer.from(line))));
  const hash = sha256(framed(label, previous, writer, uint(sequence, 8), uint(written, 8), hashes));
  return Buffer.concat([Buffer.of(2), hash, uint(written, 6), uint(lines.length, 4), hashes, Buffer.from(lines.join('\n'))]);
}

function group1({ previous = START, writer = WRITER, sequence = 1, lines }) {
  const text = lines.join('\n');
  return Buffer.concat([Buffer.of(1), sha256(framed('coffer/kms/audit/1', previous, writer, uint(sequence, 8), text)), Buffer.from(text)]);
}

const lines = ['{"eventID":"a"}', '{"eventID":"b","text":"é"}'];
const first = group({ lines });
const place = { previous: hex(START), writer: WRITER, sequence: 1 };
const second = { previous: hex(first.subarray(1, 33)), writer: WRITER, sequence: 2 };
const holds = (why, row, at, of) => ({ why, row: hex(row), place: at, lines: of, holds: true });
const fails = (why, row, at, of) => ({ why, row: hex(row), place: at, lines: of, holds: false });

const vectors = [
  holds('the first group of a writer', first, place, lines),
  holds('one record', group({ lines: ['{}'] }), place, ['{}']),
  holds('a group that follows another', group({ lines: ['{}'], previous: first.subarray(1, 33), sequence: 2 }), second, ['{}']),
  holds('a sequence of more than 32 bits', group({ lines: ['{}'], sequence: 2 ** 33 }), { ...place, sequence: 2 ** 33 }, ['{}']),
  holds('a group of the first version', group1({ lines }), place, lines),
  fails('at another place', first, { ...place, sequence: 2 }, lines),
  fails('of another writer', first, { ...place, writer: 'another' }, lines),
  fails('behind another group', first, { ...place, previous: hex(sha256(Buffer.from('x'))) }, lines),
  fails('under the label of another format', group({ lines, label: 'coffer/audit/3' }), place, lines),
  fails('a group of the first version, behind another group', group1({ lines }), { ...place, previous: hex(sha256(Buffer.from('x'))) }, lines),
];

writeFileSync(join(import.meta.dirname, 'groups.json'), `[\n${vectors.map((vector) => `  ${JSON.stringify(vector)}`).join(',\n')}\n]\n`);
