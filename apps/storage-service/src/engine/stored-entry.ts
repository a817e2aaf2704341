import { Damage } from '../errors/damaged.js';
import { StorageError } from '../errors/storage-error.js';
import { BODY_ID_LENGTH } from './body-id.js';
import type { BodyId } from './body-store.js';
import type { StoredBody } from './object-index.js';

/**
 * What the index keeps of an object or a part: two rows. The head lies under the name and is what listings walk over; the entry lies
 * under an id of its own and is read only when it is asked for.
 *
 *     head  = format:1  kind:1  entry-id:16  shown            shown is an object's summary, a part's record
 *     entry = format:1  kind:1  record-length:u32  record  body
 *     body  = bytes            kind 0: the sealed body itself
 *           | (body-id:26)*    kind 1: bodies in the body store, in order
 *
 * A head's kind may also be 2, a delete marker, which has no entry; and 4 is added to it where the version is known by its own id, which is
 * the entry id: others are the null version of their name, as everything is in a bucket without versions. 8 is added where the object has tags,
 * which lie under the entry id in rows of their own: they change while the entry stays as it was sealed.
 *
 * Two rows, because heads of some hundred bytes share a page, so that a listing of 1,000 reads tens of pages and not thousands; an id of
 * its own for the entry, because ascending ids are appended to a page that the same commit is writing anyway. The kind stands in the head
 * too: whoever replaces an inline body need not read it.
 *
 * The format's number is not authenticated here. The record that lies within is, by those who wrote it.
 */
const FORMAT = 1;
const ENTRY_ID_SIZE = 16;
const HEAD_SIZE = 2 + ENTRY_ID_SIZE;
const ENTRY_HEAD_SIZE = 6;

const kinds = { inline: 0, bodies: 1 } as const satisfies Record<StoredBody['kind'], number>;
const MARKER = 2;
const HAS_ID = 4;
const HAS_TAGS = 8;
/** By what a head's kind is without `HAS_ID` and `HAS_TAGS`. */
const headKinds = ['inline', 'bodies', 'marker'] as const;

export type HeadKind = (typeof headKinds)[number];

export interface Head {
  readonly kind: HeadKind;
  /** False: the null version of its name. */
  readonly hasId: boolean;
  /** Never of a delete marker. */
  readonly hasTags: boolean;
  readonly entryId: Buffer;
  readonly shown: Buffer;
}

export function encodeHead({ kind, hasId, hasTags, entryId, shown }: Head): Buffer {
  const byte = kind === 'marker' ? MARKER : kinds[kind];
  return Buffer.concat([Buffer.of(FORMAT, byte | (hasId ? HAS_ID : 0) | (hasTags ? HAS_TAGS : 0)), entryId, shown]);
}

export function parseHead(bytes: Buffer): Head {
  if (bytes.length < HEAD_SIZE) throw damaged('a head is cut short');
  if (bytes[0] !== FORMAT) throw damaged(`format ${String(bytes[0])} is not known`);
  const byte = bytes[1] ?? 0;
  const kind = byte < 2 * HAS_TAGS ? headKinds[byte & (HAS_ID - 1)] : undefined;
  const hasTags = (byte & HAS_TAGS) !== 0;
  if (kind === undefined || (kind === 'marker' && hasTags)) throw damaged(`kind ${String(byte)} is not known`);
  return { kind, hasId: (byte & HAS_ID) !== 0, hasTags, entryId: bytes.subarray(2, HEAD_SIZE), shown: bytes.subarray(HEAD_SIZE) };
}

/** Whether a head's version is known by its own id, without parsing the rest. */
export function hasOwnId(head: Buffer): boolean {
  return ((head[1] ?? 0) & HAS_ID) !== 0;
}

export interface Entry {
  readonly record: Buffer;
  readonly body: StoredBody;
}

export function encodeEntry({ record, body }: Entry): Buffer {
  const head = Buffer.alloc(ENTRY_HEAD_SIZE);
  head[0] = FORMAT;
  head[1] = kinds[body.kind];
  head.writeUInt32BE(record.length, 2);
  return Buffer.concat([head, record, body.kind === 'inline' ? body.bytes : Buffer.from(body.ids.join(''), 'latin1')]);
}

export function parseEntry(bytes: Buffer): Entry {
  if (bytes.length < ENTRY_HEAD_SIZE) throw damaged('an entry is cut short');
  const kind = parseKind(bytes);
  const recordEnd = ENTRY_HEAD_SIZE + bytes.readUInt32BE(2);
  if (recordEnd > bytes.length) throw damaged("an entry's record is cut short");
  const rest = bytes.subarray(recordEnd);
  const body: StoredBody = kind === 'inline' ? { kind, bytes: rest } : { kind, ids: parseBodyIds(rest) };
  return { record: bytes.subarray(ENTRY_HEAD_SIZE, recordEnd), body };
}

function parseBodyIds(bytes: Buffer): BodyId[] {
  if (bytes.length % BODY_ID_LENGTH !== 0) throw damaged("an entry's list of bodies is cut short");
  const text = bytes.toString('latin1');
  return Array.from({ length: text.length / BODY_ID_LENGTH }, (_, at) => text.slice(at * BODY_ID_LENGTH, (at + 1) * BODY_ID_LENGTH));
}

function parseKind(bytes: Buffer): StoredBody['kind'] {
  if (bytes[0] !== FORMAT) throw damaged(`format ${String(bytes[0])} is not known`);
  if (bytes[1] === kinds.inline) return 'inline';
  if (bytes[1] === kinds.bodies) return 'bodies';
  throw damaged(`kind ${String(bytes[1])} is not known`);
}

/** For the operator; the client learns only that it is ours. */
export function damaged(what: string): StorageError {
  return new StorageError('InternalError', 'We encountered an internal error. Please try again.', { cause: new Damage('index', `the index is damaged: ${what}`) });
}
