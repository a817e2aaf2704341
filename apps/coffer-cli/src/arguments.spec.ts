import { ArgumentError } from './argument-error.js';
import { parseCommand } from './arguments.js';

const options = { context: {}, progress: true };
const object = { Bucket: 'notes', Key: 'a/b c' };
const S3 = 's3://notes/a/b c';

describe('a command line', () => {
  it.each([
    [['s3', 'cp', '--client-side', '--kms-key-id', 'alias/x', 'file', S3], { name: 'upload', file: 'file', object, options: { ...options, kmsKeyId: 'alias/x' } }],
    [['s3', 'cp', '--client-side', '--aes-key-file', 'k', '-', S3], { name: 'upload', file: '-', object, options: { ...options, aesKeyFile: 'k' } }],
    [['s3', 'cp', '--client-side', S3, 'file', '--no-progress'], { name: 'download', file: 'file', object, options: { ...options, progress: false } }],
    [['s3', 'cat', '--client-side', S3, '--range', 'bytes=-5', '--commitment-policy', 'P'], { name: 'download', file: '-', object, options: { ...options, range: 'bytes=-5', commitmentPolicy: 'P' } }],
    [['s3', 'head', '--client-side', S3, '--context', 'a=b=c', '--context', 'd='], { name: 'head', object, options: { ...options, context: { a: 'b=c', d: '' } } }],
  ])('%j', (args, command) => {
    expect(parseCommand(args)).toEqual(command);
  });

  it.each([
    [[], 'the command is'], [['s3'], 'the command is'], [['kms', 'cp'], 'the command is'], [['s3', 'cp', 'a', S3], '--client-side'], [['s3', 'mv', '--client-side'], 'no command s3 mv'],
    [['s3', 'cp', '--client-side', 'a'], 'two names'], [['s3', 'cp', '--client-side', 'a', 'b'], 'one of the two'], [['s3', 'cp', '--client-side', S3, S3], 'one of the two'],
    [['s3', 'cp', '--client-side', 'a', S3], '--kms-key-id'], [['s3', 'cp', '--client-side', '--kms-key-id', 'x', '--range', 'bytes=0-1', 'a', S3], 'for reading'],
    [['s3', 'cat', '--client-side'], 'one name'], [['s3', 'cat', '--client-side', 's3://notes'], 'no object'], [['s3', 'cat', '--client-side', 's3://notes/'], 'no object'],
    [['s3', 'cat', '--client-side', S3, '--context', 'a'], 'NAME=VALUE'], [['s3', 'cat', '--client-side', S3, '--context', 'a=1', '--context', 'a=2'], 'twice'],
    [['s3', 'cat', '--client-side', S3, '--kms-key-id', 'x', '--aes-key-file', 'y'], 'not both'], [['s3', 'cat', '--client-side', S3, '--unknown'], 'unknown'],
  ])('%j is refused: %s', (args, reason) => {
    expect(() => parseCommand(args)).toThrow(ArgumentError);
    expect(() => parseCommand(args)).toThrow(reason);
  });
});
