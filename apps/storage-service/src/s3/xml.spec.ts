import { document, element, escapeXml } from './xml.js';

describe('escapeXml', () => {
  it.each([
    ['plain', 'plain'],
    ['<a href="x">&\'', '&lt;a href=&quot;x&quot;&gt;&amp;&apos;'],
    ['a\r\nb\tc', 'a&#xd;&#xa;b&#x9;c'],
    ['\0\x1f\x7f\x85', '&#x0;&#x1f;&#x7f;&#x85;'],
    [']]>', ']]&gt;'],
    ['é\u{1F512}', 'é\u{1F512}'],
  ])('%j is %s', (text, escaped) => {
    expect(escapeXml(text)).toBe(escaped);
  });
});

describe('element', () => {
  it('prints text, numbers and truth, and nothing for nothing', () => {
    expect(element('Key', 'a<b') + element('Size', 3) + element('IsTruncated', false) + element('Prefix', '') + element('Marker', undefined)).toBe(
      '<Key>a&lt;b</Key><Size>3</Size><IsTruncated>false</IsTruncated><Prefix></Prefix>',
    );
  });

  it('stands in a document of S3', () => {
    expect(document('Root', '<A/>')).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<Root xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><A/></Root>');
  });
});
