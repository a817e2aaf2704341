import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { open, type RootDatabase } from 'lmdb';
import { committed } from '@coffer/service';
import type { AuditEvent } from './audit-event.js';
import type { AuditGroup, AuditHead, AuditLog } from './audit-log.js';
import { CHAIN_START, chainHash } from './chain.js';
import { CloudTrailPrinter, type AuditPlace } from './cloudtrail.js';
import { GroupCommit } from './group-commit.js';

const VERSION = 1;
const HASH_SIZE = 32;
const HASH_START = 1;
const TEXT_START = HASH_START + HASH_SIZE;
const NEWLINE = Buffer.from('\n');

/** Groups that are read at once when the log is read through. */
const GROUPS_PER_READ = 64;

/** How often an append is tried again when other processes append before it. */
const APPEND_ATTEMPTS_MAX = 16;

/**
 * An AuditLog in one LMDB file: a row for each group, and the head of the chain beside it, written in one transaction.
 *
 *     group/WRITER/SEQUENCE   sequence in 16 hex digits       version:1 hash:32 lines
 *     head/WRITER                                             version:1 hash:32 sequence:u64
 *
 * The writer is the store's own and lives as long as the store, so there is one chain over all starts of the service.
 *
 * `overlappingSync`, lmdb's default, is off: it commits first and flushes afterwards, and promises the flush apart. Without it a commit is
 * fdatasync of the pages, then a synchronous write of the root, then the answer; it is also no slower here. `eventTurnBatching` is off
 * too: its batches hold a promise that nobody can reach, and a full disk would end the process by that promise's rejection.
 */
export class LmdbAuditLog implements AuditLog {
  readonly #db: RootDatabase<Buffer, string>;
  readonly #printer: CloudTrailPrinter;
  readonly #commits: GroupCommit<Buffer>;
  #head: AuditHead;

  private constructor(db: RootDatabase<Buffer, string>, place: AuditPlace) {
    this.#db = db;
    this.#printer = new CloudTrailPrinter(place);
    this.#head = readHeads(db).at(0) ?? { writer: randomUUID(), sequence: 0, hash: CHAIN_START };
    this.#commits = new GroupCommit((lines) => this.#write(lines));
  }

  /** Opens the log in `directory`, which is made, for this user only, if it is not there. */
  static open(directory: string, place: AuditPlace): LmdbAuditLog {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    return new LmdbAuditLog(open<Buffer, string>({ path: directory, encoding: 'binary', overlappingSync: false, eventTurnBatching: false }), place);
  }

  /** Opens a log that is there, to read it; the service may be writing meanwhile. */
  static openToRead(directory: string, place: AuditPlace): LmdbAuditLog {
    return new LmdbAuditLog(open<Buffer, string>({ path: directory, encoding: 'binary', readOnly: true }), place);
  }

  append(events: readonly AuditEvent[]): Promise<void> {
    // As bytes: while they wait for the disk, the pieces of text that lines are joined from would keep the collector busy.
    return this.#commits.add(events.map((event) => Buffer.from(this.#printer.line(event))));
  }

  async *groups(): AsyncGenerator<AuditGroup> {
    let after = 'group/';
    for (;;) {
      const rows = [...this.#db.getRange({ start: after, end: 'group0', limit: GROUPS_PER_READ + 1 })].filter(({ key }) => key !== after);
      for (const { key, value } of rows) yield decodeGroup(key, value);
      const last = rows.at(-1);
      if (last === undefined) return;
      after = last.key;
      // A long log is read in turns, so that a service that reads its own is not stopped by it.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  heads(): Promise<readonly AuditHead[]> {
    return Promise.resolve(readHeads(this.#db));
  }

  async close(): Promise<void> {
    await this.#commits.settled();
    await this.#db.close();
  }

  async #write(lines: readonly Buffer[]): Promise<void> {
    const row = rowOf(lines);
    for (let attempt = 0; attempt < APPEND_ATTEMPTS_MAX; attempt += 1) {
      const { writer, sequence: last, hash: previous } = this.#head;
      const sequence = last + 1;
      const hash = chainHash(previous, writer, sequence, row.subarray(TEXT_START));
      row.set(hash, HASH_START);
      if (await this.#put({ writer, sequence, hash }, row)) {
        this.#head = { writer, sequence, hash };
        return;
      }
      this.#head = readHeads(this.#db).at(0) ?? this.#head;
    }
    throw new Error('others appended to the audit log too often');
  }

  /** False if another process wrote the group of that place. */
  #put(head: AuditHead, row: Buffer): Promise<boolean> {
    const key = `group/${head.writer}/${head.sequence.toString(16).padStart(16, '0')}`;
    const sequence = Buffer.allocUnsafe(8);
    sequence.writeBigUInt64BE(BigInt(head.sequence));
    const parts: Promise<unknown>[] = [];
    const change = this.#db.ifNoExists(key, () => {
      parts.push(this.#db.put(key, row));
      parts.push(this.#db.put(`head/${head.writer}`, Buffer.concat([Buffer.of(VERSION), head.hash, sequence])));
    });
    return committed(change, parts);
  }
}

/** A group's row, in which the hash is still to be written. Lines are joined by newlines. */
function rowOf(lines: readonly Buffer[]): Buffer {
  const size = lines.reduce((sum, line) => sum + NEWLINE.length + line.length, TEXT_START - NEWLINE.length);
  const row = Buffer.allocUnsafeSlow(size);
  row[0] = VERSION;
  let at = TEXT_START;
  for (const line of lines) {
    if (at > TEXT_START) at += NEWLINE.copy(row, at);
    at += line.copy(row, at);
  }
  return row;
}

function decodeGroup(key: string, value: Buffer): AuditGroup {
  const [, writer = '', sequence = ''] = key.split('/');
  const text = value.toString('utf8', TEXT_START);
  return { writer, sequence: Number.parseInt(sequence, 16), hash: value.subarray(HASH_START, TEXT_START), lines: text.split('\n') };
}

function readHeads(db: RootDatabase<Buffer, string>): AuditHead[] {
  return Array.from(db.getRange({ start: 'head/', end: 'head0' }), ({ key, value }) => ({
    writer: key.slice('head/'.length),
    sequence: Number(value.readBigUInt64BE(TEXT_START)),
    hash: value.subarray(HASH_START, TEXT_START),
  }));
}
