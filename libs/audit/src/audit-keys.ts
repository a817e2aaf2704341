/**
 * The rows of an audit log, by their keys.
 *
 *     group/WRITER/SEQUENCE                            a group; see group-row.ts
 *     head/WRITER                                      version:1 hash:32 sequence:u64                              the writer's last group
 *     trim/WRITER                                      version:1 hash:32 sequence:u64 event-id                     the last group that retention removed
 *     own/writer                                       version:1 writer                                            whose groups this log writes itself
 *     peer/WRITER                                      version:1 name                                              whose certificate ships the writer's groups
 *     index/DAY/FACET/WRITTEN/WRITER/SEQUENCE          version:1 sequence:u64*                                     groups that have events of a facet, in order
 *     indexed/WRITER                                   version:1 sequence:u64                                      the last group that the index knows
 *
 * SEQUENCE is in 16 hex digits, WRITTEN (ms of Unix time) in 12, both those of the row's first group; DAY is WRITTEN's (`20260102`), FACET is that of
 * audit-facets.ts. A row of the index is about groups that were written within a second or so of each other.
 */
import { HASH_SIZE } from './chain.js';

const VERSION = 1;
const HASH_START = 1;
const SEQUENCE_START = HASH_START + HASH_SIZE;
const PLACE_SIZE = SEQUENCE_START + 8;

/** The last group that a writer wrote, or that was removed. */
export interface ChainEnd {
  readonly writer: string;
  readonly sequence: number;
  readonly hash: Buffer;
}

/** How far a chain was removed, and the event that says so in the chain itself. */
export interface AuditTrim extends ChainEnd {
  readonly eventId: string;
}

export const OWN_KEY = 'own/writer';

export const groupKey = (writer: string, sequence: number): string => `group/${writer}/${hex(sequence, 16)}`;
export const headKey = (writer: string): string => `head/${writer}`;
export const indexedKey = (writer: string): string => `indexed/${writer}`;
export const peerKey = (writer: string): string => `peer/${writer}`;
export const trimKey = (writer: string): string => `trim/${writer}`;

export function postingKey(facet: string, written: number, writer: string, sequence: number): string {
  return `index/${dayOf(written)}/${facet}/${hex(written, 12)}/${writer}/${hex(sequence, 16)}`;
}

/** The day of a time in ms, in UTC: `20260102`. */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10).replaceAll('-', '');
}

export function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

/** Sequences as a row holds them. */
export function encodeSequences(sequences: readonly number[]): Buffer {
  const row = Buffer.alloc(1 + 8 * sequences.length, VERSION);
  for (const [index, sequence] of sequences.entries()) row.writeBigUInt64BE(BigInt(sequence), 1 + 8 * index);
  return row;
}

export function decodeSequences(row: Buffer): readonly number[] {
  return Array.from({ length: Math.floor((row.length - 1) / 8) }, (_, index) => Number(row.readBigUInt64BE(1 + 8 * index)));
}

/** Where a group's or a posting's key says that the group stands. */
export function placeOfKey(key: string): { readonly writer: string; readonly sequence: number } {
  const [writer = '', sequence = ''] = key.split('/').slice(-2);
  return { writer, sequence: Number.parseInt(sequence, 16) };
}

export function encodeEnd({ hash, sequence }: Pick<ChainEnd, 'hash' | 'sequence'>, rest = ''): Buffer {
  const place = Buffer.allocUnsafe(8);
  place.writeBigUInt64BE(BigInt(sequence));
  return Buffer.concat([Buffer.of(VERSION), hash, place, Buffer.from(rest)]);
}

/** An end as a row says it; a row that is too short to say one is an end that no group has. */
export function decodeEnd(key: string, row: Buffer): ChainEnd {
  const writer = key.slice(key.indexOf('/') + 1);
  if (row.length < PLACE_SIZE) return { writer, sequence: Number.MAX_SAFE_INTEGER, hash: Buffer.alloc(HASH_SIZE) };
  return { writer, sequence: Number(row.readBigUInt64BE(SEQUENCE_START)), hash: row.subarray(HASH_START, SEQUENCE_START) };
}

export function decodeTrim(key: string, row: Buffer): AuditTrim {
  return { ...decodeEnd(key, row), eventId: row.toString('utf8', PLACE_SIZE) };
}

/** A writer, or a peer. */
export function encodeName(name: string): Buffer {
  return Buffer.concat([Buffer.of(VERSION), Buffer.from(name)]);
}

export function decodeName(row: Buffer): string {
  return row.toString('utf8', 1);
}
