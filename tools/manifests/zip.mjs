import { inflateRawSync } from 'node:zlib';

const END_OF_DIRECTORY = 0x06054b50;
const ENTRY = 0x02014b50;
const DEFLATED = 8;

/**
 * The bytes of one file of a zip archive (APPNOTE.TXT 6.3, without zip64, which archives below 4 GiB do not need). Throws if it is not
 * there, or neither stored nor deflated.
 */
export function fileOfZip(zip, name) {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0 || zip.readUInt32LE(end) !== END_OF_DIRECTORY) throw new Error('this is no zip archive');
  let at = zip.readUInt32LE(end + 16);
  for (let count = zip.readUInt16LE(end + 10); count > 0; count -= 1) {
    if (zip.readUInt32LE(at) !== ENTRY) throw new Error('the directory of the zip archive is broken');
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset));
    if (zip.toString('utf8', at + 46, at + 46 + nameLength) === name) return content(zip, at);
    at += 46 + nameLength + extraLength + commentLength;
  }
  throw new Error(`the zip archive has no ${name}`);
}

/** The content of the entry whose row of the directory stands at `at`. The header before the bytes has lengths of its own. */
function content(zip, at) {
  const method = zip.readUInt16LE(at + 10);
  const header = zip.readUInt32LE(at + 42);
  const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
  const bytes = zip.subarray(start, start + zip.readUInt32LE(at + 20));
  if (method !== 0 && method !== DEFLATED) throw new Error(`the zip archive uses method ${method}, which is not known here`);
  return method === DEFLATED ? inflateRawSync(bytes) : bytes;
}
