import { XMLParser, XMLValidator } from 'fast-xml-parser';

import { StorageError } from '../errors/storage-error.js';

/** An element: its text if it has no children, else its children by name in order. */
export interface XmlElement {
  readonly text: string;
  /** The text of the only child of that name; undefined if there is none. Throws MalformedXML if there are several. */
  child(name: string): string | undefined;
  /** All children of that name. */
  children(name: string): XmlElement[];
}

const DEPTH_MAX = 8;
const ENTITY = /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));|&/g;
const named: ReadonlyMap<string, string> = new Map([['amp', '&'], ['lt', '<'], ['gt', '>'], ['quot', '"'], ['apos', "'"]]);

const parser = new XMLParser({
  ignoreAttributes: true, ignoreDeclaration: true, ignorePiTags: true, parseTagValue: false, trimValues: false, processEntities: false,
  removeNSPrefix: true, maxNestedTags: DEPTH_MAX,
});

/**
 * Parses a small document strictly. Throws MalformedXML.
 *
 * No document type, CDATA or comment is taken (no client of S3 sends any), so no entity can be defined; only XML's five names and
 * character references are decoded. Element names become nothing but strings that are looked up.
 */
export function parseXml(bytes: Buffer, root: string): XmlElement {
  const text = decodeUtf8(bytes);
  if (text.includes('<!')) throw malformed();
  let tree: unknown;
  try {
    // The parser alone takes `<a><b></a>`.
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- what replaces it is another package, for the same few lines
    if (XMLValidator.validate(text) !== true) throw malformed();
    tree = parser.parse(text);
  } catch (cause) {
    throw malformed(cause);
  }
  const found = new Element(tree);
  if (found.names().length !== 1) throw malformed();
  const [only, ...more] = found.children(root);
  if (only === undefined || more.length > 0) throw malformed();
  return only;
}

class Element implements XmlElement {
  readonly #node: unknown;

  constructor(node: unknown) {
    this.#node = node;
  }

  names(): string[] {
    return isObject(this.#node) ? Object.keys(this.#node).filter((name) => name !== '#text') : [];
  }

  get text(): string {
    if (this.names().length > 0) throw malformed();
    return decodeEntities(typeof this.#node === 'string' ? this.#node : '');
  }

  child(name: string): string | undefined {
    const [only, ...more] = this.children(name);
    if (more.length > 0) throw malformed();
    return only?.text;
  }

  children(name: string): Element[] {
    if (!isObject(this.#node) || !Object.hasOwn(this.#node, name)) return [];
    const value = this.#node[name];
    return Array.isArray(value) ? value.map((node) => new Element(node)) : [new Element(value)];
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw malformed(cause);
  }
}

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(ENTITY, (_, name?: string, decimal?: string, hexadecimal?: string) => {
    if (name !== undefined) return named.get(name) ?? '';
    const code = decimal !== undefined ? Number(decimal) : hexadecimal !== undefined ? Number.parseInt(hexadecimal, 16) : Number.NaN;
    // NaN: an ampersand that begins nothing. Surrogates have no UTF-8.
    if (!(code <= 0x10ffff) || (code >= 0xd800 && code <= 0xdfff)) throw malformed();
    return String.fromCodePoint(code);
  });
}

export function malformed(cause?: unknown): StorageError {
  const message = 'The XML you provided was not well-formed or did not validate against our published schema';
  return new StorageError('MalformedXML', message, { cause });
}
