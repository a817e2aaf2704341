/** The namespace of S3's documents. */
export const S3_NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
const SPECIAL = /[&<>"'\u0000-\u001f\u007f-\u009f\ufffe\uffff]/;
const SPECIAL_ALL = new RegExp(SPECIAL, 'g');
const named: ReadonlyMap<string, string> = new Map([['&', '&amp;'], ['<', '&lt;'], ['>', '&gt;'], ['"', '&quot;'], ["'", '&apos;']]);

/**
 * Text for an element. Control characters become character references, as S3 prints them; XML 1.0 readers refuse most of those, which is
 * why clients ask for `encoding-type=url`.
 */
export function escapeXml(text: string): string {
  return SPECIAL.test(text) ? text.replace(SPECIAL_ALL, reference) : text;
}

function reference(character: string): string {
  return named.get(character) ?? `&#x${character.charCodeAt(0).toString(16)};`;
}

/** `<name>text</name>`, escaped; nothing for undefined. */
export function element(name: string, text: string | number | boolean | undefined): string {
  return text === undefined ? '' : `<${name}>${typeof text === 'string' ? escapeXml(text) : String(text)}</${name}>`;
}

/** A whole document; `content` is already XML. */
export function document(root: string, content: string): string {
  return `${DECLARATION}<${root} xmlns="${S3_NAMESPACE}">${content}</${root}>`;
}

/** A document without a namespace, as S3's errors are. */
export function plainDocument(root: string, content: string): string {
  return `${DECLARATION}<${root}>${content}</${root}>`;
}
