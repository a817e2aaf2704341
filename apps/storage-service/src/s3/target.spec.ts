import { refusal } from '../../test/s3-request.js';

import { KEY_SIZE_MAX, parseTarget } from './target.js';

const domains = ['s3.eu-west-1.example.com', 'localhost'];

describe('parseTarget', () => {
  it.each([
    ['path style', 'localhost:9000', '/notes/a', 'notes', 'a'],
    ['path style on an address', '127.0.0.1:9000', '/notes/a', 'notes', 'a'],
    ['path style on an IPv6 address', '[::1]:9000', '/notes/a', 'notes', 'a'],
    ['virtual-host style', 'notes.localhost:9000', '/a', 'notes', 'a'],
    ['virtual-host style without port', 'notes.localhost', '/a/b', 'notes', 'a/b'],
    ['case of the host does not matter', 'Notes.LOCALHOST', '/a', 'notes', 'a'],
    ['a bucket with dots', 'my.notes.localhost', '/a', 'my.notes', 'a'],
    ['a regional domain', 'notes.s3.eu-west-1.example.com', '/a', 'notes', 'a'],
    ['the domain itself is path style', 's3.eu-west-1.example.com', '/notes/a', 'notes', 'a'],
    ['a name that only ends alike is path style', 'notlocalhost', '/notes/a', 'notes', 'a'],
    ['the service', 'localhost', '/', undefined, undefined],
    ['a bucket', 'localhost', '/notes', 'notes', undefined],
    ['a bucket with a slash', 'localhost', '/notes/', 'notes', undefined],
    ['a bucket as host', 'notes.localhost', '/', 'notes', undefined],
    ['a key that begins with a slash', 'localhost', '/notes//a', 'notes', '/a'],
    ['a key of slashes', 'notes.localhost', '///', 'notes', '//'],
    ['nothing is normalised', 'localhost', '/notes/a/../b/./c//', 'notes', 'a/../b/./c//'],
    ['percent-encoding', 'localhost', '/notes/%C3%A9%20%2F%3F%23%00', 'notes', 'é /?#\0'],
    ['a plus is a plus', 'localhost', '/notes/a+b', 'notes', 'a+b'],
  ])('%s', (_, host, path, bucket, key) => {
    expect(parseTarget(host, path, domains)).toEqual(expect.objectContaining({ bucket, key }));
  });

  it.each([
    ['half an escape', '/notes/%C'],
    ['no escape', '/notes/%zz'],
    ['UTF-8 that is none', '/notes/%ff'],
    ['a surrogate in UTF-8', '/notes/%ed%a0%80'],
    ['raw bytes beyond ASCII', '/notes/\u00e9'],
    ['a key without a bucket', '//a'],
    ['another origin', 'http://example.com/notes/a'],
    ['no path', '*'],
  ])('refuses %s', (_, path) => {
    expect(refusal(() => parseTarget('localhost', path, domains)).code).toBe('InvalidURI');
  });

  it('takes the longest key and refuses one byte more', () => {
    expect(parseTarget('localhost', `/notes/${'a'.repeat(KEY_SIZE_MAX)}`, domains).key).toHaveLength(KEY_SIZE_MAX);
    const tooLong = refusal(() => parseTarget('localhost', `/notes/${'%C3%A9'.repeat(KEY_SIZE_MAX / 2)}a`, domains));
    expect(tooLong).toEqual({ code: 'KeyTooLongError', message: 'Your key is too long', details: { Size: '1025', MaxSizeAllowed: '1024' } });
  });

  it.each(['ab', 'a'.repeat(64), 'Notes', 'no_tes', '-notes', 'notes-', 'no..tes', '192.168.1.1', 'xn--notes', 'sthree-notes', 'notes-s3alias', 'notes--x-s3', 'a%2Fb'])(
    'refuses the bucket name %s', (name) => {
      expect(refusal(() => parseTarget('localhost', `/${name}/a`, domains)).code).toBe('InvalidBucketName');
    },
  );

  it.each(['abc', 'a'.repeat(63), '1.2.3', 'no.te-s', '0notes9'])('takes the bucket name %s', (name) => {
    expect(parseTarget('localhost', `/${name}`, domains).bucket).toBe(name);
  });
});
