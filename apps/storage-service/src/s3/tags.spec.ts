import fc from 'fast-check';

import { refusal, s3Request } from '../../test/s3-request.js';

import { parseReplacedTags, parseTagging, parseTagsHeader, printTagging, TAGS_MAX } from './tags.js';

const sent = (text: string) => parseTagsHeader(s3Request({ headers: { 'x-amz-tagging': text } }));
const xml = (tags: string) => parseTagging(Buffer.from(`<Tagging xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><TagSet>${tags}</TagSet></Tagging>`));
const tag = (key: string, value: string) => `<Tag><Key>${key}</Key><Value>${value}</Value></Tag>`;

describe('x-amz-tagging', () => {
  it.each([
    ['team=blue', [['team', 'blue']]],
    ['a=1&b=2', [['a', '1'], ['b', '2']]],
    ['a', [['a', '']]],
    ['a=', [['a', '']]],
    ['a%20b=c+d%2Be', [['a b', 'c d+e']]],
    ['%C3%A9quipe=%F0%9D%92%9C', [['équipe', '\u{1D49C}']]],
    ['a=b=c', [['a', 'b=c']]],
    ['Team=1&team=2', [['Team', '1'], ['team', '2']]],
    [`${'k'.repeat(128)}=${'v'.repeat(256)}`, [['k'.repeat(128), 'v'.repeat(256)]]],
  ])('%s', (text, tags) => {
    expect([...(sent(text) ?? [])]).toEqual(tags);
  });

  it('may say nothing', () => {
    expect([sent(''), parseTagsHeader(s3Request())]).toEqual([undefined, undefined]);
  });

  const encoded = "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.";
  it.each([
    ['a=1&a=2', 'InvalidArgument', encoded],
    ['a=%FF', 'InvalidArgument', encoded],
    ['a=%zz', 'InvalidArgument', encoded],
    ['a=é', 'InvalidArgument', encoded],
    ['a=b c', 'InvalidArgument', encoded],
    ['=b', 'InvalidTag', 'The TagKey you have provided is invalid'],
    ['&', 'InvalidTag', 'The TagKey you have provided is invalid'],
    ['a%26b=c', 'InvalidTag', 'The TagKey you have provided is invalid'],
    [`${'k'.repeat(129)}=`, 'InvalidTag', 'The TagKey you have provided is invalid'],
    [`k=${'v'.repeat(257)}`, 'InvalidTag', 'The TagValue you have provided is invalid'],
    ['k=%0A', 'InvalidTag', 'The TagValue you have provided is invalid'],
    ['aws:a=b', 'InvalidTag', 'System tags cannot be added/updated by requester'],
    ['AWS%3Aa=b', 'InvalidTag', 'System tags cannot be added/updated by requester'],
    [Array.from({ length: TAGS_MAX + 1 }, (_, at) => `k${String(at)}=`).join('&'), 'BadRequest', 'Object tags cannot be greater than 10'],
  ])('is refused: %s', (text, code, message) => {
    expect(refusal(() => sent(text))).toMatchObject({ code, message });
  });

  it('takes back whatever is percent-encoded and allowed', () => {
    const text = fc.stringMatching(/^[a-zA-Z0-9 +\-=._:/@éß中]{1,40}$/).filter((key) => !key.toLowerCase().startsWith('aws:'));
    fc.assert(fc.property(fc.uniqueArray(fc.tuple(text, text), { selector: ([key]) => key, maxLength: TAGS_MAX, minLength: 1 }), (pairs) => {
      expect([...(sent(pairs.map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`).join('&')) ?? [])]).toEqual(pairs);
    }));
  });
});

describe('x-amz-tagging-directive', () => {
  const replaced = (headers: Record<string, string>) => parseReplacedTags(s3Request({ method: 'PUT', headers }));

  it('copies unless it replaces, by nothing if nothing is said', () => {
    expect([replaced({}), replaced({ 'x-amz-tagging-directive': 'COPY' }), replaced({ 'x-amz-tagging': 'a=b' })]).toEqual([undefined, undefined, undefined]);
    expect(replaced({ 'x-amz-tagging-directive': 'REPLACE', 'x-amz-tagging': 'a=b' })).toEqual(new Map([['a', 'b']]));
    expect(replaced({ 'x-amz-tagging-directive': 'REPLACE' })).toEqual(new Map());
  });

  it('is one of two', () => {
    expect(refusal(() => replaced({ 'x-amz-tagging-directive': 'MERGE' }))).toMatchObject({ code: 'InvalidArgument', message: 'Unknown tagging directive.' });
  });
});

describe('a Tagging document', () => {
  it('comes back as it was printed', () => {
    const tags = new Map([['team', 'blue & <green>'], ['é', '']].slice(1) as [string, string][]);
    expect(parseTagging(Buffer.from(printTagging(tags)))).toEqual(tags);
    expect(printTagging(undefined)).toContain('<TagSet></TagSet>');
    expect(xml('')).toEqual(new Map());
  });

  it.each([
    [tag('a', '1') + tag('a', '2'), 'InvalidTag', 'Cannot provide multiple Tags with the same key'],
    [tag('', '1'), 'InvalidTag', 'The TagKey you have provided is invalid'],
    [tag('a', '&#10;'), 'InvalidTag', 'The TagValue you have provided is invalid'],
    [tag('aws:cost', '1'), 'InvalidTag', 'System tags cannot be added/updated by requester'],
    [Array.from({ length: TAGS_MAX + 1 }, (_, at) => tag(`k${String(at)}`, '')).join(''), 'BadRequest', 'Object tags cannot be greater than 10'],
    ['<Tag><Key>a</Key></Tag>', 'MalformedXML', expect.any(String) as string],
    ['<Tag><Value>a</Value></Tag>', 'MalformedXML', expect.any(String) as string],
    ['<Tag><Key>a</Key><Key>b</Key><Value/></Tag>', 'MalformedXML', expect.any(String) as string],
  ])('is refused: %s', (tags, code, message) => {
    expect(refusal(() => xml(tags))).toMatchObject({ code, message });
  });

  it.each(['', '<Tagging/>', '<Tagging><TagSet/><TagSet/></Tagging>', '<TagSet/>'])('is refused where it is no such document: %s', (text) => {
    expect(refusal(() => parseTagging(Buffer.from(text))).code).toBe('MalformedXML');
  });
});
