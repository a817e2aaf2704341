import { PolicyError, type PolicyMistake, type Statement } from '@coffer/iam';

import { StorageError } from '../errors/storage-error.js';

import { compileBucketPolicy, type BucketPolicy } from './bucket-policy.js';

/**
 * A policy that somebody wants to put on a bucket. Throws MalformedPolicy with S3's own message, which names no place, and the place of the first
 * fault in `Detail`.
 *
 * Beyond what every policy keeps to, a bucket's speaks of S3 only, of nothing outside of the bucket, and of no action on nothing.
 */
export function checkedBucketPolicy(bucket: string, text: string): BucketPolicy {
  const checked = compiled(bucket, text);
  const { statements } = checked.policy;
  const fault = statements.map((statement) => faultOf(statement, `Statement[${statement.index}]`, `arn:aws:s3:::${bucket}`)).find((found) => found !== undefined);
  if (fault !== undefined) throw malformed(fault.message, [fault]);
  return checked;
}

function compiled(bucket: string, text: string): BucketPolicy {
  try {
    return compileBucketPolicy(bucket, text);
  } catch (error) {
    if (error instanceof PolicyError) throw malformed(messageOf(error.mistakes[0]), error.mistakes);
    throw error;
  }
}

function malformed(message: string, mistakes: readonly PolicyMistake[]): StorageError {
  const [first] = mistakes;
  const detail = first === undefined || first.place === '' ? `The policy ${first?.what ?? 'is not taken'}` : `${first.place}: ${first.what}`;
  return new StorageError('MalformedPolicy', message, { details: { Detail: detail } });
}

const NOT_JSON = "Policies must be valid JSON and the first byte must be '{'";
const INVALID_PRINCIPAL = 'Invalid principal in policy';
const INVALID_RESOURCE = 'Policy has invalid resource';
const INVALID_ACTION = 'Policy has invalid action';

/** What S3 says of a fault, by the element in which it stands. Of the rest it says only that the syntax is wrong. */
const messages: ReadonlyMap<string, string> = new Map([
  ['Principal', INVALID_PRINCIPAL], ['NotPrincipal', INVALID_PRINCIPAL],
  ['Resource', INVALID_RESOURCE], ['NotResource', INVALID_RESOURCE],
  ['Action', INVALID_ACTION], ['NotAction', INVALID_ACTION],
  ['Condition', 'Policy has an invalid condition key'],
]);
const MISSING = 'is needed and not given';
const elementForm = /^(?:Statement(?:\[\d+\])?\.)?([A-Za-z]+)/;

function messageOf(mistake: PolicyMistake | undefined): string {
  if (mistake === undefined || mistake.place === '') return NOT_JSON;
  const element = elementForm.exec(mistake.place)?.[1] ?? '';
  if (mistake.what === MISSING) return `Missing required field ${element}`;
  return messages.get(element) ?? 'Invalid policy syntax.';
}

type Fault = PolicyMistake & { readonly message: string };

/** What a statement says that no bucket's policy may. */
function faultOf(statement: Statement, place: string, bucketArn: string): Fault | undefined {
  const { actions, resources } = statement;
  const element = (name: string, isNegated: boolean): string => `${place}.${isNegated ? 'Not' : ''}${name}`;
  const foreign = resources?.patterns.find(({ text }) => !isWithin(text, bucketArn));
  if (foreign !== undefined) return { place: element('Resource', resources?.isNegated ?? false), what: `${foreign.text} is outside of the bucket`, message: INVALID_RESOURCE };
  const other = actions.patterns.find(({ text }) => !isOfS3(text));
  if (other !== undefined) return { place: element('Action', actions.isNegated), what: `${other.text} is no action of S3`, message: INVALID_ACTION };
  if (actions.isNegated || resources?.isNegated !== false) return undefined;
  const idle = actions.patterns.find(({ text }) => !resources.patterns.some((resource) => meets(text, resource.text, bucketArn)));
  return idle && { place: element('Action', false), what: `${idle.text} is about none of the statement's resources`, message: 'Action does not apply to any resource(s) in statement' };
}

/** The bucket, or something in it. A pattern that begins with the bucket's name and goes on in a star is both. */
function isWithin(resource: string, bucketArn: string): boolean {
  return resource.startsWith(bucketArn) && /^(?:$|[/*])/.test(resource.slice(bucketArn.length));
}

function isOfS3(action: string): boolean {
  return action === '*' || /^(?:s3|\*):/i.test(action);
}

/** Actions whose names begin so, or are these, are about objects; all others about buckets. Patterns may be about both. */
const objectActionForm =
  /^s3:(?:(?:get|put|delete|restore|replicate|update)object|abortmultipartupload$|listmultipartuploadparts$|bypassgovernanceretention$|replicatedelete$|replicatetags$|initiatereplication$)/;

function meets(action: string, resource: string, bucketArn: string): boolean {
  if (/[*?]/.test(action) || resource.startsWith(`${bucketArn}*`)) return true;
  return objectActionForm.test(action.toLowerCase()) === resource.startsWith(`${bucketArn}/`);
}
