import { refusal } from '../../test/s3-request.js';

import { parseCompletedParts } from './completed-parts.js';

const document = (parts: string) => Buffer.from(`<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${parts}</CompleteMultipartUpload>`);
const part = (number: number | string, more = '') => `<Part><PartNumber>${number}</PartNumber><ETag>"e${number}"</ETag>${more}</Part>`;

describe('parseCompletedParts', () => {
  it('reads numbers, ETags without quotes, and checksums', () => {
    const parts = parseCompletedParts(document(part(1, '<ChecksumCRC32>AAAAAA==</ChecksumCRC32>') + '<Part><ETag>&quot;e7&quot;</ETag><PartNumber>7</PartNumber></Part>'));
    expect(parts).toEqual([
      { number: 1, etag: 'e1', checksums: new Map([['CRC32', 'AAAAAA==']]) },
      { number: 7, etag: 'e7', checksums: new Map() },
    ]);
  });

  it('takes 10,000 parts and not one more', () => {
    const numbers = Array.from({ length: 10_000 }, (_, i) => part(i + 1));
    expect(parseCompletedParts(document(numbers.join('')))).toHaveLength(10_000);
    expect(refusal(() => parseCompletedParts(document([part(1), ...numbers].join('')))).code).toBe('MalformedXML');
  });

  it.each([
    ['no parts', '', 'MalformedXML'],
    ['no number', '<Part><ETag>e</ETag></Part>', 'MalformedXML'],
    ['no ETag', '<Part><PartNumber>1</PartNumber></Part>', 'MalformedXML'],
    ['a number that is none', part('1a'), 'MalformedXML'],
    ['number 0', part(0), 'InvalidArgument'],
    ['number 10,001', part(10_001), 'InvalidArgument'],
    ['numbers that fall', part(2) + part(1), 'InvalidPartOrder'],
    ['a number twice', part(1) + part(1), 'InvalidPartOrder'],
  ])('refuses %s', (_, parts, code) => {
    expect(refusal(() => parseCompletedParts(document(parts))).code).toBe(code);
  });

  it('refuses an empty body', () => {
    expect(refusal(() => parseCompletedParts(Buffer.alloc(0)))).toMatchObject({ code: 'InvalidRequest', message: 'You must specify at least one part' });
  });
});
