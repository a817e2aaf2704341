import { refusal } from '../../test/s3-request.js';

import { parseXml } from './parse-xml.js';

const parse = (text: string) => parseXml(Buffer.from(text), 'Delete');

describe('parseXml', () => {
  it('reads children by name, in order, with their text as it is', () => {
    const root = parse('<?xml version="1.0" encoding="UTF-8"?>\n<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/">\n<Object><Key> a </Key></Object><Quiet>true</Quiet><Object><Key>007</Key></Object></Delete>');
    expect(root.child('Quiet')).toBe('true');
    expect(root.child('None')).toBeUndefined();
    expect(root.children('Object').map((object) => object.child('Key'))).toEqual([' a ', '007']);
  });

  it('decodes the five names and character references', () => {
    expect(parse('<Delete><Key>&lt;&gt;&amp;&quot;&apos;&#13;&#x1F512;&amp;lt;</Key></Delete>').child('Key')).toBe('<>&"\'\r\u{1F512}&lt;');
  });

  it.each([
    ['nothing', ''],
    ['text', 'hello'],
    ['another root', '<Create/>'],
    ['an end that is missing', '<Delete><Key>a</Delete>'],
    ['a start that is missing', '</Delete>'],
    ['two roots', '<Delete/><Delete/>'],
    ['something after the root', '<Delete/><Other/>'],
    ['a document type', '<!DOCTYPE Delete><Delete/>'],
    ['an entity of its own', '<!DOCTYPE d [<!ENTITY a "b">]><Delete><Key>&a;</Key></Delete>'],
    ['an entity that is not defined', '<Delete><Key>&nbsp;</Key></Delete>'],
    ['CDATA', '<Delete><Key><![CDATA[a]]></Key></Delete>'],
    ['a name of object members', '<Delete><__proto__>1</__proto__></Delete>'],
    ['a constructor', '<Delete><constructor>1</constructor></Delete>'],
    ['depth', `<Delete>${'<a>'.repeat(20)}${'</a>'.repeat(20)}</Delete>`],
  ])('refuses %s', (_, text) => {
    expect(refusal(() => parse(text).child('Key')).code).toBe('MalformedXML');
  });

  it.each([
    ['a bare ampersand', 'a & b'],
    ['a surrogate', '&#xD800;'],
    ['a number past Unicode', '&#x110000;'],
    ['children where text should be', '<a>b</a>'],
  ])('refuses %s in a text', (_, text) => {
    expect(refusal(() => parse(`<Delete><Key>${text}</Key></Delete>`).child('Key')).code).toBe('MalformedXML');
  });

  it('refuses bytes that are not UTF-8, and two where one is meant', () => {
    expect(refusal(() => parseXml(Buffer.from([0x3c, 0x61, 0x3e, 0xff]), 'Delete')).code).toBe('MalformedXML');
    expect(refusal(() => parse('<Delete><Key>a</Key><Key>b</Key></Delete>').child('Key')).code).toBe('MalformedXML');
  });
});
