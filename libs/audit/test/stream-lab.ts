import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo, Server as TcpServer } from 'node:net';
import { tempDir, wholeLines } from '@coffer/testing';
import { madeUpEvent } from '../src/audit-log.contract.js';
import { LmdbAuditLog } from '../src/lmdb-audit-log.js';
import type { Delivery } from '../src/streams/delivery.js';
import { Follower } from '../src/streams/follower.js';
import type { StreamCursor } from '../src/streams/stream-cursor.js';

export const place = { accountId: '000000000000', region: 'us-east-1' };

export function idOf(line: string): string {
  return (JSON.parse(line) as { eventID: string }).eventID;
}

/** The ids of the events in a file that may be written to at this moment. */
export function writtenTo(path: string): string[] {
  return wholeLines(path).map(idOf);
}

/** A log and the streams that follow it, for one test, and what those told. */
export class StreamLab {
  readonly log = LmdbAuditLog.open(tempDir(), place);
  readonly lags: number[] = [];
  readonly skips: number[] = [];
  readonly failures: unknown[] = [];
  readonly #ends: (() => Promise<void> | void)[] = [];

  async follow(delivery: Delivery, cursor?: StreamCursor, others: { sendTimeoutMs?: number } = {}): Promise<Follower> {
    const observer = { lag: (events: number) => { this.lags.push(events); }, failed: (error: unknown) => { this.failures.push(error); }, skipped: (events: number) => { this.skips.push(events); } };
    const follower = new Follower({ log: this.log, delivery, cursor, observer, backoffMaxMs: 50, ...others });
    await follower.start();
    let isClosed = false;
    const close = follower.close.bind(follower);
    follower.close = async () => { if (!isClosed) { isClosed = true; await close(); } };
    this.onEnd(() => follower.close());
    return follower;
  }

  async record(follower: Follower | undefined, ...ids: string[]): Promise<void> {
    await this.log.append(ids.map((id) => madeUpEvent(id)));
    follower?.grew(ids.length);
  }

  /** The port that a receiver has from here to the test's end. */
  async listen(server: Server | TcpServer): Promise<number> {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    this.onEnd(() => { server.close(); if ('closeAllConnections' in server) server.closeAllConnections(); });
    return (server.address() as AddressInfo).port;
  }

  onEnd(end: () => Promise<void> | void): void {
    this.#ends.push(end);
  }

  /** Ends everything, the latest first. */
  async close(): Promise<void> {
    for (const end of this.#ends.splice(0).toReversed()) await end();
    await this.log.close();
  }
}
