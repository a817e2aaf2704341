import { GetObjectCommand } from '@aws-sdk/client-s3';
import type { Clients } from '../../clients/clients.js';
import { kmsOf } from '../../clients/kms-client.js';
import { s3Of } from '../../clients/s3-client.js';
import { openLink, saveBlob } from '../../components/save-text.js';
import { formatSize } from '../../format/format.js';
import type { Pair } from '../../components/pairs.js';
import type { CustomerKey } from '../encryption/customer-key.js';
import { customerKeyInput } from '../encryption/seal.js';
import { DownloadList } from './download-list.js';
import { askWhere, savesStreams, type SavePlace } from './save-target.js';

export interface DownloadWish {
  readonly bucket: string;
  readonly key: string;
  /** Absent: the current one. */
  readonly version?: string | undefined;
  readonly size: number;
  readonly fileName: string;
  readonly customerKey?: CustomerKey | undefined;
  /** For what a client sealed: the context under which it opens. */
  readonly clientSide?: { readonly context: readonly Pair[] } | undefined;
}

/** What is held in memory where a browser can save no stream, and where a body must be whole before it is opened. */
export const HELD_SIZE_MAX = 513 * 1024 ** 2;
const LINK_SECONDS = 300;

const make = (): DownloadList => new DownloadList();

export function downloadsOf(clients: Clients): DownloadList {
  return clients.of(make);
}

/**
 * Saves an object. In the clear for the store and without a key of the customer's, browsers that save no streams are given a link that lives
 * for minutes; else the console carries it, streamed to the file, and whole in memory only where it must be.
 */
export async function downloadObject(clients: Clients, wish: DownloadWish): Promise<void> {
  if (wish.clientSide === undefined && savesStreams()) {
    const place = await askWhere(wish.fileName);
    if (place !== undefined) downloadsOf(clients).start(wish.key, wish.size, (onReceived, signal) => streamTo(clients, wish, place, onReceived, signal));
    return;
  }
  if (wish.clientSide === undefined && wish.customerKey === undefined) {
    await assertOpens(clients, wish);
    const { shareDownload } = await import('../sharing/presign.js');
    openLink((await shareDownload(clients.settings('s3'), wish, LINK_SECONDS, undefined, wish.fileName)).url);
    return;
  }
  if (wish.size > HELD_SIZE_MAX) throw new RangeError(`This browser saves no streams, and can hold at most ${formatSize(HELD_SIZE_MAX)}. Use the command: coffer s3 cp.`);
  downloadsOf(clients).start(wish.key, wish.size, (onReceived, signal) => holdAndSave(clients, wish, onReceived, signal));
}

/** Throws what the store answers to who asks for the first byte: after a link it would be said by a page of XML, where the console was. */
async function assertOpens(clients: Clients, { bucket, key, version, size }: DownloadWish): Promise<void> {
  const { Body } = await s3Of(clients).send(new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: version, ...(size > 0 && { Range: 'bytes=0-0' }) }));
  await Body?.transformToByteArray();
}

async function streamTo(clients: Clients, wish: DownloadWish, place: SavePlace, onReceived: (bytes: number) => void, signal: AbortSignal): Promise<void> {
  const target = await place.begin();
  try {
    await eachPiece(clients, wish, signal, onReceived, (bytes) => target.write(bytes));
    await target.end();
  } catch (thrown) {
    await target.drop().catch(() => undefined);
    throw thrown;
  }
}

async function holdAndSave(clients: Clients, wish: DownloadWish, onReceived: (bytes: number) => void, signal: AbortSignal): Promise<void> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const metadata = await eachPiece(clients, wish, signal, onReceived, async (bytes) => { pieces.push(bytes); });
  const body = new Blob(pieces);
  if (wish.clientSide === undefined) return saveBlob(wish.fileName, body);
  const { openBody } = await import('../encryption/client-side.js');
  saveBlob(wish.fileName, await openBody(new Uint8Array(await body.arrayBuffer()), metadata, wish.clientSide.context, kmsOf(clients), signal));
}

/** Reads the object a piece at a time, as fast as pieces are taken. Gives its metadata. */
async function eachPiece(
  clients: Clients, { bucket, key, version, customerKey }: DownloadWish, abortSignal: AbortSignal, onReceived: (bytes: number) => void, take: (bytes: Uint8Array<ArrayBuffer>) => Promise<void>,
): Promise<Readonly<Record<string, string>>> {
  const { Body, Metadata = {} } = await s3Of(clients).send(new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: version, ...customerKeyInput(customerKey) }), { abortSignal });
  const reader = (Body?.transformToWebStream() as ReadableStream<Uint8Array<ArrayBuffer>> | undefined)?.getReader();
  let received = 0;
  for (let piece = await reader?.read(); piece?.done === false; piece = await reader?.read()) {
    await take(piece.value);
    received += piece.value.length;
    onReceived(received);
  }
  return Metadata;
}
