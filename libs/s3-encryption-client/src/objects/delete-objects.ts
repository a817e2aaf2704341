import {
  DeleteObjectCommand, DeleteObjectsCommand,
  type DeleteObjectCommandInput, type DeleteObjectCommandOutput, type DeleteObjectsCommandInput, type DeleteObjectsCommandOutput,
} from '@aws-sdk/client-s3';

import { INSTRUCTION_SUFFIX } from '../format/instruction-file.js';
import { sending, type CallOptions } from './call-options.js';
import { instructionFileName } from './instruction-files.js';
import type { Settings } from './settings.js';

/**
 * Deletes an object and then its instruction file (of the usual suffix), if it has one. A version is deleted alone: its file has versions of
 * its own, and which one belongs to it S3 does not know.
 */
export async function deleteObject({ s3 }: Settings, input: DeleteObjectCommandInput, options: CallOptions): Promise<DeleteObjectCommandOutput> {
  const output = await s3.send(new DeleteObjectCommand(input), sending(options));
  if (input.VersionId !== undefined) return output;
  const { Bucket, RequestPayer, ExpectedBucketOwner } = input;
  const access = { ...(RequestPayer === undefined ? {} : { RequestPayer }), ...(ExpectedBucketOwner === undefined ? {} : { ExpectedBucketOwner }) };
  await s3.send(new DeleteObjectCommand({ ...access, ...instructionFileName({ Bucket, Key: input.Key }) }), sending(options));
  return output;
}

/**
 * Deletes objects, up to S3's 1,000, and then the instruction files of those that are gone, in a second request. What it tells is of the
 * objects; a file that could not be deleted is among the errors, under its own key.
 */
export async function deleteObjects({ s3 }: Settings, input: DeleteObjectsCommandInput, options: CallOptions): Promise<DeleteObjectsCommandOutput> {
  const output = await s3.send(new DeleteObjectsCommand(input), sending(options));
  const failed = new Set(output.Errors?.map(({ Key }) => Key));
  const files = (input.Delete?.Objects ?? [])
    .filter(({ Key, VersionId }) => VersionId === undefined && !failed.has(Key))
    .map(({ Key }) => ({ Key: `${Key ?? ''}${INSTRUCTION_SUFFIX}` }));
  if (files.length === 0) return output;
  const { Errors = [] } = await s3.send(new DeleteObjectsCommand({ ...input, Delete: { Objects: files, Quiet: true } }), sending(options));
  return Errors.length === 0 ? output : { ...output, Errors: [...(output.Errors ?? []), ...Errors] };
}
