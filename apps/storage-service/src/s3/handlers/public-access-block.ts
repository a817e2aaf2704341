import type { PublicAccessBlock } from '../../access/public-access-block.js';
import { StorageError } from '../../errors/storage-error.js';
import { emptyAnswer, xmlAnswer, type Answer } from '../answer.js';
import type { CallOf, S3Deps } from '../call.js';
import { malformed, parseXml, type XmlElement } from '../parse-xml.js';
import { readSmallBody } from '../small-body.js';
import { document, element } from '../xml.js';

const ROOT = 'PublicAccessBlockConfiguration';

/** Sets all four blocks; one that is not named is off. They hold for the next request. */
export async function putPublicAccessBlock(deps: S3Deps, call: CallOf<'PutPublicAccessBlock'>): Promise<Answer> {
  const publicAccessBlock = parseBlock(parseXml(await readSmallBody(call), ROOT));
  await deps.objects.changeBucket(call.operation.bucket, () => ({ publicAccessBlock }));
  return emptyAnswer(200);
}

export async function getPublicAccessBlock(deps: S3Deps, call: CallOf<'GetPublicAccessBlock'>): Promise<Answer> {
  const { name, publicAccessBlock } = await deps.objects.bucket(call.operation.bucket);
  if (publicAccessBlock === undefined) {
    throw new StorageError('NoSuchPublicAccessBlockConfiguration', 'The public access block configuration was not found', { details: { BucketName: name } });
  }
  return xmlAnswer(document(ROOT, printBlock(publicAccessBlock)));
}

/** Takes the blocks away: the bucket's policy alone decides then. No error if there are none. */
export async function deletePublicAccessBlock(deps: S3Deps, call: CallOf<'DeletePublicAccessBlock'>): Promise<Answer> {
  await deps.objects.changeBucket(call.operation.bucket, () => ({ publicAccessBlock: undefined }));
  return emptyAnswer(204);
}

function parseBlock(root: XmlElement): PublicAccessBlock {
  const isOn = (name: string): boolean => parseFlag(root.child(name));
  return {
    blockPublicAcls: isOn('BlockPublicAcls'), ignorePublicAcls: isOn('IgnorePublicAcls'),
    blockPublicPolicy: isOn('BlockPublicPolicy'), restrictPublicBuckets: isOn('RestrictPublicBuckets'),
  };
}

/** XML Schema's boolean, in any case, since tools send `TRUE`. */
function parseFlag(text: string | undefined): boolean {
  const flag = text?.trim().toLowerCase();
  if (flag === undefined || flag === 'false' || flag === '0') return false;
  if (flag === 'true' || flag === '1') return true;
  throw malformed();
}

function printBlock(block: PublicAccessBlock): string {
  return element('BlockPublicAcls', block.blockPublicAcls) + element('IgnorePublicAcls', block.ignorePublicAcls)
    + element('BlockPublicPolicy', block.blockPublicPolicy) + element('RestrictPublicBuckets', block.restrictPublicBuckets);
}
