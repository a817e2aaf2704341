import { parseArgs } from 'node:util';

import { ArgumentError } from './argument-error.js';

export const USAGE = `Usage:
  coffer s3 cp   --client-side [options] FILE s3://BUCKET/KEY     encrypts and uploads; FILE may be - for standard input
  coffer s3 cp   --client-side [options] s3://BUCKET/KEY FILE     downloads, verifies and decrypts; FILE may be - for standard output
  coffer s3 cat  --client-side [options] s3://BUCKET/KEY          the same to standard output
  coffer s3 head --client-side [options] s3://BUCKET/KEY          what is known of it without a key
  coffer doctor [options]                                         checks each hop to the services; coffer doctor --help

Options of s3:
  --kms-key-id ID         the KMS key; needed to write, and to read by none but this key
  --aes-key-file FILE     a raw AES key of 32 bytes in base64, in place of a KMS
  --context NAME=VALUE    a pair of the encryption context; may be given many times, and must be the writer's to read
  --commitment-policy P   as the library's; REQUIRE_ENCRYPT_REQUIRE_DECRYPT unless you say otherwise
  --range RANGE           cat and cp from S3: bytes=a-b, bytes=a- or bytes=-n, NOT VERIFIED
  --no-progress           writes no progress to standard error

Endpoints, region and credentials are those of the AWS SDK: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL_KMS, AWS_REGION, AWS_PROFILE, ...
`;

export interface Address {
  readonly Bucket: string;
  readonly Key: string;
}

export interface CommandOptions {
  readonly kmsKeyId?: string;
  readonly aesKeyFile?: string;
  readonly context: Readonly<Record<string, string>>;
  readonly commitmentPolicy?: string;
  readonly range?: string;
  readonly progress: boolean;
}

export type Command =
  | { readonly name: 'upload'; readonly file: string; readonly object: Address; readonly options: CommandOptions }
  | { readonly name: 'download'; readonly object: Address; readonly file: string; readonly options: CommandOptions }
  | { readonly name: 'head'; readonly object: Address; readonly options: CommandOptions };

const STANDARD_STREAM = '-';

/** Parses a command line. Refuses with `ArgumentError` what is no command, and what would do something else than it says. */
export function parseCommand(args: readonly string[]): Command {
  const { values, positionals } = parsed(args);
  const [group, verb, ...names] = positionals;
  if (group !== 's3' || verb === undefined) throw new ArgumentError('the command is s3 cp, s3 cat, s3 head or doctor');
  if (values['client-side'] !== true) throw new ArgumentError('say --client-side: without it, the aws command does the same');
  const options = optionsOf(values);
  switch (verb) {
    case 'cp': return copy(names, options);
    case 'cat': return { name: 'download', object: address(only(names)), file: STANDARD_STREAM, options };
    case 'head': return { name: 'head', object: address(only(names)), options };
    default: throw new ArgumentError(`there is no command s3 ${verb}`);
  }
}

type Values = ReturnType<typeof parsed>['values'];

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'client-side': { type: 'boolean' }, 'kms-key-id': { type: 'string' }, 'aes-key-file': { type: 'string' }, context: { type: 'string', multiple: true },
        'commitment-policy': { type: 'string' }, range: { type: 'string' }, 'no-progress': { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new ArgumentError((error as Error).message);
  }
}

function optionsOf(values: Values): CommandOptions {
  const { 'kms-key-id': kmsKeyId, 'aes-key-file': aesKeyFile, 'commitment-policy': commitmentPolicy, range } = values;
  if (kmsKeyId !== undefined && aesKeyFile !== undefined) throw new ArgumentError('give a KMS key or a file with a key, not both');
  return {
    ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
    ...(aesKeyFile === undefined ? {} : { aesKeyFile }),
    ...(commitmentPolicy === undefined ? {} : { commitmentPolicy }),
    ...(range === undefined ? {} : { range }),
    context: contextOf(values.context ?? []),
    progress: values['no-progress'] !== true,
  };
}

function contextOf(pairs: readonly string[]): Record<string, string> {
  const context = new Map<string, string>();
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at < 1) throw new ArgumentError(`--context wants NAME=VALUE, not ${pair}`);
    const name = pair.slice(0, at);
    if (context.has(name)) throw new ArgumentError(`the context has ${name} twice`);
    context.set(name, pair.slice(at + 1));
  }
  return Object.fromEntries(context);
}

function copy(names: readonly string[], options: CommandOptions): Command {
  const [from, to, ...more] = names;
  if (from === undefined || to === undefined || more.length > 0) throw new ArgumentError('cp wants two names, one of which begins with s3://');
  if (isAddress(from) === isAddress(to)) throw new ArgumentError('one of the two names, and not the other, begins with s3://');
  if (isAddress(from)) return { name: 'download', object: address(from), file: to, options };
  if (options.range !== undefined) throw new ArgumentError('a range is for reading');
  if (options.kmsKeyId === undefined && options.aesKeyFile === undefined) throw new ArgumentError('to write, give --kms-key-id or --aes-key-file');
  return { name: 'upload', file: from, object: address(to), options };
}

function only(names: readonly string[]): string {
  const [name, ...more] = names;
  if (name === undefined || more.length > 0) throw new ArgumentError('give one name, which begins with s3://');
  return name;
}

const isAddress = (name: string): boolean => name.startsWith('s3://');

function address(name: string): Address {
  const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/s.exec(name) ?? [];
  if (Bucket === undefined || Key === undefined) throw new ArgumentError(`${name} is no object: s3://BUCKET/KEY`);
  return { Bucket, Key };
}
