import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import type { S3EncryptionClient } from '@coffer/s3-encryption-client';

import type { Command } from './arguments.js';
import { clientFor } from './clients.js';
import { progressLine } from './progress.js';

export interface Terminal {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Does what a command line says. Errors are the library's, the SDK's or the file system's. */
export async function runCommand(command: Command, terminal: Terminal): Promise<void> {
  const client = await clientFor(command.options, terminal.env['AWS_ENDPOINT_URL_S3'] ?? terminal.env['AWS_ENDPOINT_URL']);
  if (command.name === 'head') return head(client, command, terminal);
  const quiet = !command.options.progress || terminal.stderr.isTTY !== true;
  const line = progressLine(`s3://${command.object.Bucket}/${command.object.Key}`, quiet ? () => undefined : (text) => terminal.stderr.write(text));
  const options = { encryptionContext: command.options.context, onProgress: line.told };
  try {
    await (command.name === 'upload' ? upload(client, command, options, terminal) : download(client, command, options, terminal));
  } finally {
    line.done();
  }
}

type Named<N extends Command['name']> = Extract<Command, { readonly name: N }>;
type Options = NonNullable<Parameters<S3EncryptionClient['getObject']>[1]>;

async function upload(client: S3EncryptionClient, { file, object }: Named<'upload'>, options: Options, { stdin }: Terminal): Promise<void> {
  if (file === '-') {
    await client.putObject({ ...object, Body: stdin }, options);
    return;
  }
  const { size } = await stat(file);
  await client.putObject({ ...object, Body: createReadStream(file, { highWaterMark: 262_144 }), ContentLength: size }, options);
}

/** A file appears under its name when it is whole and true, and not before. */
async function download(client: S3EncryptionClient, { object, file, options: { range } }: Named<'download'>, options: Options, { stdout }: Terminal): Promise<void> {
  const { Body } = await client.getObject({ ...object, ...(range === undefined ? {} : { Range: range }) }, options);
  if (file === '-') {
    await pipeline(Body, stdout, { end: false });
    return;
  }
  const partial = `${file}.${randomUUID()}.partial`;
  try {
    await pipeline(Body, createWriteStream(partial, { flags: 'wx' }));
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

async function head(client: S3EncryptionClient, { object }: Named<'head'>, { stdout }: Terminal): Promise<void> {
  const { ContentLength, SealedContentLength, ContentType, LastModified, ETag, Metadata, ClientSideEncryption } = await client.headObject(object);
  const shown = { ContentLength, SealedContentLength, ContentType, LastModified, ETag, Metadata, ClientSideEncryption };
  stdout.write(`${JSON.stringify(shown, null, 2)}\n`);
}
