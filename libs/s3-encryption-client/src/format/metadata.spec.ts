import { refusal } from '../../test/bodies.js';
import { committingGcm, legacyCbc, plainGcm } from '../algorithm-suite.js';
import { toBase64 } from '../bytes.js';
import { STRING_MAP_SIZE_MAX, type StringMap } from '../string-map.js';
import type { ContentMetadata } from './content-metadata.js';
import { ENCRYPTED_DATA_KEY_SIZE_MAX, findMetadata, metadataOfFile } from './decode-metadata.js';
import { encodeMetadata, METADATA_SIZE_MAX } from './encode-metadata.js';

const base64 = (size: number, fill = 1): string => toBase64(new Uint8Array(size).fill(fill));
const map = (entries: object): StringMap => new Map(Object.entries(entries));
const v3 = { 'x-amz-c': '115', 'x-amz-3': base64(60), 'x-amz-w': '02', 'x-amz-d': base64(28), 'x-amz-i': base64(28, 2) };
const v2 = { 'x-amz-key-v2': base64(60), 'x-amz-iv': base64(12), 'x-amz-cek-alg': 'AES/GCM/NoPadding', 'x-amz-wrap-alg': 'AES/GCM', 'x-amz-tag-len': '128', 'x-amz-matdesc': '{}' };
const v1 = { 'x-amz-key': base64(48), 'x-amz-iv': base64(16), 'x-amz-matdesc': '{}' };

function found(entries: object): ContentMetadata {
  const metadata = findMetadata(map(entries));
  if (metadata.where !== 'object') throw new Error('it is in an instruction file');
  return metadata.metadata;
}

describe('metadata that is read', () => {
  it('is V3 with its commitment', () => {
    expect(found(v3)).toEqual({ format: 'V3', suite: committingGcm, nonce: new Uint8Array(28).fill(2), commitment: new Uint8Array(28).fill(1), encryptedDataKey: new Uint8Array(60).fill(1), wrapAlgorithm: 'AES/GCM', context: new Map() });
    expect(found({ ...v3, 'x-amz-w': '12', 'x-amz-t': '{"a":"b"}' })).toMatchObject({ wrapAlgorithm: 'kms+context', context: new Map([['a', 'b']]) });
    expect(found({ ...v3, 'x-amz-w': '22', 'x-amz-m': '{"a":"b"}' })).toMatchObject({ wrapAlgorithm: 'RSA-OAEP-SHA1', context: new Map([['a', 'b']]) });
  });

  it('is V2, of either cipher', () => {
    expect(found(v2)).toEqual({ format: 'V2', suite: plainGcm, nonce: new Uint8Array(12).fill(1), encryptedDataKey: new Uint8Array(60).fill(1), wrapAlgorithm: 'AES/GCM', context: new Map() });
    const cbc = { ...v2, 'x-amz-cek-alg': 'AES/CBC/PKCS5Padding', 'x-amz-iv': base64(16), 'x-amz-wrap-alg': 'kms', 'x-amz-unencrypted-content-length': '7' };
    expect(found(cbc)).toMatchObject({ format: 'V2', suite: legacyCbc, wrapAlgorithm: 'kms', plaintextLength: 7 });
    const { 'x-amz-matdesc': _, ...without } = v2;
    expect(found(without).context).toEqual(new Map());
  });

  it('is V1, whose wrap is told by the length of its key', () => {
    expect(found(v1)).toMatchObject({ format: 'V1', suite: legacyCbc, wrapAlgorithm: 'AES' });
    expect(found({ ...v1, 'x-amz-key': base64(49) })).toMatchObject({ wrapAlgorithm: 'RSA' });
  });

  it('is looked for in an instruction file, if there is none or only what stays on the object', () => {
    expect(findMetadata(map({}))).toEqual({ where: 'instruction file' });
    expect(findMetadata(map({ own: 'x', 'x-amz-unencrypted-content-length': '3' }))).toEqual({ where: 'instruction file' });
    const { 'x-amz-3': key, 'x-amz-w': wrap, ...kept } = v3;
    const partial = findMetadata(map(kept));
    if (partial.where !== 'instruction file' || partial.committed === undefined) throw new Error('nothing was committed to');
    expect(metadataOfFile(map({ 'x-amz-3': key, 'x-amz-w': wrap }), partial.committed)).toEqual(found(v3));
    expect(metadataOfFile(map(v2), undefined)).toEqual(found(v2));
    for (const wrong of [v2, {}, { 'x-amz-3': key }]) expect(() => metadataOfFile(map(wrong), partial.committed)).toThrow(refusal('MalformedMetadata'));
    expect(() => metadataOfFile(map({ 'x-amz-3': key, 'x-amz-w': wrap }), undefined)).toThrow(refusal('MalformedMetadata'));
    expect(() => metadataOfFile(map(v3), partial.committed)).toThrow(refusal('InstructionFile'));
  });

  it.each([
    ['a context of more than text', { ...v3, 'x-amz-m': '{"a":1}' }],
    ['a context that is a list', { ...v3, 'x-amz-m': '["a"]' }],
    ['a context that is too long', { ...v3, 'x-amz-m': `{"a":"${'b'.repeat(STRING_MAP_SIZE_MAX)}"}` }],
    ['the context of another wrap', { ...v3, 'x-amz-t': '{}' }],
    ['a wrapped key past its limit', { ...v3, 'x-amz-3': base64(ENCRYPTED_DATA_KEY_SIZE_MAX + 1) }],
    ['an empty wrapped key', { ...v3, 'x-amz-3': '' }],
    ['base64 without its padding', { ...v3, 'x-amz-3': base64(61).replace('=', '') }],
    ['base64 for addresses', { ...v3, 'x-amz-3': '-_-_' }],
    ['base64 with stray bits', { ...v3, 'x-amz-3': 'AB==' }],
    ['V1 without its description', { 'x-amz-key': base64(48), 'x-amz-iv': base64(16) }],
    ['V1 with a cipher', { ...v1, 'x-amz-cek-alg': 'AES/GCM/NoPadding' }],
    ['a length that is no number', { ...v2, 'x-amz-unencrypted-content-length': '-1' }],
    ['V1 and V3', { ...v1, ...v3 }],
  ])('is refused with %s', (_, entries) => {
    expect(() => findMetadata(map(entries))).toThrow(refusal('MalformedMetadata'));
  });

  it('takes a wrapped key at its limit', () => {
    expect(found({ ...v3, 'x-amz-3': base64(ENCRYPTED_DATA_KEY_SIZE_MAX) }).encryptedDataKey).toHaveLength(ENCRYPTED_DATA_KEY_SIZE_MAX);
  });

  it.each([
    ['escapes', '{"\\u00e9":"\\u2602"}'],
    ['raw UTF-8, as Node reads it', Buffer.from('{"é":"☂"}').toString('latin1')],
    ['an encoded word', `=?UTF-8?B?${Buffer.from('{"é":"☂"}').toString('base64')}?=`],
    ['a quoted word', '=?utf-8?Q?{"=C3=A9":"=E2=98=82"}?='],
    ['an encoded word that was encoded twice', `=?UTF-8?B?${Buffer.from(Buffer.from('{"é":"☂"}').toString('latin1')).toString('base64')}?=`],
    ['the letters themselves, as an instruction file has them', '{"é":"☂"}'],
  ])('has a context beyond ASCII as %s', (_, text) => {
    expect(found({ ...v3, 'x-amz-m': text }).context).toEqual(new Map([['é', '☂']]));
  });

  it('leaves ASCII as it was written, also where it looks encoded', () => {
    expect(found({ ...v3, 'x-amz-m': '{"a":"=?UTF-8?B?w6k=?=","\\u00c3\\u00a9":"x"}' }).context).toEqual(new Map([['a', '=?UTF-8?B?w6k=?='], ['Ã©', 'x']]));
  });
});

describe('metadata that is written', () => {
  it.each([v3, { ...v3, 'x-amz-w': '12', 'x-amz-t': '{"\\u00e9":"\\ud834\\udd1e"}' }, v2])('is what was read', (entries) => {
    expect(Object.fromEntries(encodeMetadata(found(entries), 'object').onObject)).toEqual(entries);
  });

  it('divides between the object and the file as AWS\'s clients do', () => {
    const divided = encodeMetadata(found({ ...v3, 'x-amz-m': '{"a":"b"}' }), 'instruction file');
    expect([[...divided.onObject.keys()], [...(divided.inFile?.keys() ?? [])]]).toEqual([['x-amz-c', 'x-amz-d', 'x-amz-i'], ['x-amz-3', 'x-amz-w', 'x-amz-m']]);
    const whole = encodeMetadata(found(v2), 'instruction file');
    expect([whole.onObject.size, Object.fromEntries(whole.inFile ?? [])]).toEqual([0, v2]);
  });

  it('is refused past what S3 keeps, unless it goes to a file', () => {
    const long = { ...found(v3), context: new Map([['a', 'b'.repeat(METADATA_SIZE_MAX)]]) };
    expect(() => encodeMetadata(long, 'object')).toThrow(refusal('TooLarge'));
    expect(encodeMetadata(long, 'instruction file').inFile?.get('x-amz-m')?.length).toBeGreaterThan(METADATA_SIZE_MAX);
    const room = METADATA_SIZE_MAX - [...encodeMetadata({ ...long, context: new Map([['a', '']]) }, 'object').onObject].flat().join('').length;
    expect(() => encodeMetadata({ ...long, context: new Map([['a', 'b'.repeat(room)]]) }, 'object')).not.toThrow();
    expect(() => encodeMetadata({ ...long, context: new Map([['a', 'b'.repeat(room + 1)]]) }, 'object')).toThrow(refusal('TooLarge'));
  });

  it('is never V3 with a wrap that is only read', () => {
    expect(() => encodeMetadata({ ...found(v3), wrapAlgorithm: 'AESWrap' }, 'object')).toThrow(refusal('Configuration'));
  });
});
