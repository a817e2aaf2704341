import { AccessKey, SessionToken } from '@coffer/iam';
import { elements } from './xml.js';

describe('elements', () => {
  it('prints members in their order, and leaves out what is not there', () => {
    expect(elements({ B: 'b', A: 1, No: undefined, Yes: true, When: new Date('2026-01-02T03:04:05.678Z'), Inner: { X: 'x' } })).toBe(
      '<B>b</B><A>1</A><Yes>true</Yes><When>2026-01-02T03:04:05Z</When><Inner><X>x</X></Inner>',
    );
  });

  it('prints lists as members', () => {
    expect(elements({ Tags: [{ Key: 'k', Value: '' }], Names: ['a', 'b'], None: [] })).toBe('<Tags><member><Key>k</Key><Value></Value></member></Tags><Names><member>a</member><member>b</member></Names><None></None>');
  });

  it('escapes what would be markup, and leaves out what XML cannot hold', () => {
    expect(elements({ A: '<a href="x">&\r\n\t\0\x1b\ufffe\ud800é' })).toBe('<A>&lt;a href=&quot;x&quot;&gt;&amp;&#13;\n\t\ufffdé</A>');
  });

  it('prints a secret and a token, which is what answers of STS are for', () => {
    expect(elements({ SecretAccessKey: new AccessKey('AKIA', 'the/secret+'), SessionToken: new SessionToken('the-token') })).toBe('<SecretAccessKey>the/secret+</SecretAccessKey><SessionToken>the-token</SessionToken>');
  });
});
