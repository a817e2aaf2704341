import { refusal } from '../../test/s3-request.js';

import { parseCopySource, parseCopySourceRange } from './copy-source.js';

describe('parseCopySource', () => {
  it.each([
    ['notes/a', 'notes', 'a'],
    ['/notes/a', 'notes', 'a'],
    ['/notes/a%20b', 'notes', 'a b'],
    ['notes%2Fa', 'notes', 'a'],
    ['notes/a+b', 'notes', 'a b'],
    ['notes/a%2Bb', 'notes', 'a+b'],
    ['notes//a', 'notes', '/a'],
    ['notes/a/b/', 'notes', 'a/b/'],
    ['notes/%C3%A9?versionId=null', 'notes', 'é'],
    ['notes/what%3FversionId=1', 'notes', 'what?versionId=1'],
    ['notes/a?b', 'notes', 'a?b'],
  ])('%s', (text, bucket, key) => {
    expect(parseCopySource(text).name).toEqual({ bucket, key });
  });

  it('tells whether the version was named', () => {
    expect(parseCopySource('notes/a?versionId=null').versionId).toBe('null');
    expect(parseCopySource('notes/a').versionId).toBeUndefined();
  });

  it.each([
    ['', 'InvalidArgument'],
    ['notes', 'InvalidArgument'],
    ['/notes/', 'InvalidArgument'],
    ['//a', 'InvalidArgument'],
    ['notes/%ff', 'InvalidArgument'],
    ['notes/a?versionId=abc', 'InvalidArgument'],
    ['NOTES/a', 'InvalidBucketName'],
    ['arn:aws:s3:us-east-1:1:accesspoint/x/object/a', 'NotImplemented'],
    [`notes/${'a'.repeat(1_025)}`, 'KeyTooLongError'],
  ])('refuses %s', (text, code) => {
    expect(refusal(() => parseCopySource(text)).code).toBe(code);
  });
});

describe('parseCopySourceRange', () => {
  it('takes first and last', () => {
    expect(parseCopySourceRange('bytes=0-5242879')).toEqual({ first: 0, last: 5_242_879 });
  });

  it.each(['bytes=0-', 'bytes=-5', 'bytes=5-4', '0-4', 'bytes=0-1,2-3', ''])('refuses %j', (text) => {
    expect(refusal(() => parseCopySourceRange(text)).code).toBe('InvalidArgument');
  });
});
