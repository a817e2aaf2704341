import { AccessKey, SessionToken } from '@coffer/iam';
import type { XmlMembers, XmlValue } from '../query/xml-value.js';

const ESCAPES: ReadonlyMap<string, string> = new Map([['&', '&amp;'], ['<', '&lt;'], ['>', '&gt;'], ['"', '&quot;'], ['\r', '&#13;']]);

/** Members as elements, in their order; what is undefined is left out. */
export function elements(members: XmlMembers): string {
  let text = '';
  for (const [name, value] of Object.entries(members)) if (value !== undefined) text += element(name, value);
  return text;
}

function element(name: string, value: Exclude<XmlValue, undefined>): string {
  return `<${name}>${content(value)}</${name}>`;
}

function content(value: Exclude<XmlValue, undefined>): string {
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value instanceof Date) return `${value.toISOString().slice(0, 19)}Z`;
  if (value instanceof AccessKey || value instanceof SessionToken) return escaped(value.reveal());
  if (isList(value)) return value.map((item) => (item === undefined ? '' : element('member', item))).join('');
  return elements(value);
}

function isList(value: readonly XmlValue[] | XmlMembers): value is readonly XmlValue[] {
  return Array.isArray(value);
}

/** Characters that XML cannot hold at all are left out. */
function escaped(text: string): string {
  return text.toWellFormed().replace(/[&<>"\r]/g, (character) => ESCAPES.get(character) ?? '').replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '');
}
