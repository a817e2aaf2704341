/**
 * Prints what Coffer seals of every plaintext in streams.json, in the same rows, for Tink to open:
 *
 *     node ours.mjs | python tink_streams.py check            after a build of libs/crypto
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Secret, sealWhole } from '../../dist/index.js';

const rows = JSON.parse(readFileSync(join(import.meta.dirname, 'streams.json'), 'utf8'));
const bytes = (hex) => Buffer.from(hex, 'hex');

function sealed({ key, plaintext, associatedData, segmentSize }) {
  // Tink's associated data is any bytes, ours is framed; the bytes go into the derivation as they are.
  return sealWhole(Secret.copyOf(bytes(key)), bytes(plaintext), bytes(associatedData), segmentSize).toString('hex');
}

console.log(JSON.stringify(rows.map((row) => ({ ...row, sealed: sealed(row) }))));
