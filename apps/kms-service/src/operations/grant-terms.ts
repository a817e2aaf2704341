import type { ConditionValue } from '@coffer/iam';
import type { EncryptionContext } from '@coffer/context';
import { KmsError } from '../errors/kms-error.js';
import { GRANT_OPERATIONS, type GrantConstraints, type GrantTerms } from '../keys/grant.js';
import { lengthOf, patternOf, present, required, type Violation } from './constraints.js';
import { grantTokensOf, keyIdOf } from './members.js';
import type { CreateGrantRequest } from './requests.js';

export const PRINCIPAL_LENGTH_MAX = 256;
const GRANT_NAME_LENGTH_MAX = 256;
const SOURCE_ARN_LENGTH_MAX = 2048;

/** AWS's names of what can be granted on some key; those that symmetric keys do not have are refused by name. */
const OPERATIONS = [
  'Decrypt', 'Encrypt', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext', 'ReEncryptFrom', 'ReEncryptTo', 'Sign', 'Verify', 'GetPublicKey', 'CreateGrant',
  'RetireGrant', 'DescribeKey', 'GenerateDataKeyPair', 'GenerateDataKeyPairWithoutPlaintext', 'GenerateMac', 'VerifyMac', 'DeriveSharedSecret',
] as const;

/** Who can be named: a user, a role, a session of one, or the root of an account. Whether there is such a one is not looked up. */
const PRINCIPAL_ARN = /^arn:aws:(?:iam::\d{12}:(?:root|(?:user|role)\/[\w+=,.@/-]+)|sts::\d{12}:assumed-role\/[\w+=,.@-]+\/[\w+=,.@-]+)$/;

/** What is wrong with a principal by AWS's model. */
export function principalOf(member: string, value: string | undefined): readonly Violation[] {
  return [lengthOf(member, value, 1, PRINCIPAL_LENGTH_MAX), patternOf(member, value, /^[\w+=,.@:/-]+$/)];
}

/** Throws InvalidArnException for what names nobody that could call. */
export function assertPrincipal(arn: string): string {
  if (PRINCIPAL_ARN.test(arn)) return arn;
  throw new KmsError('InvalidArnException', `The ARN ${arn} does not name a user, a role, a role's session or an account's root.`);
}

/** The terms of a request, all members checked. */
export function grantTermsOf(request: CreateGrantRequest): GrantTerms {
  const { granteePrincipal, retiringPrincipal, name, operations, constraints } = request;
  const grantee = required('granteePrincipal', granteePrincipal, ...violations(request));
  assertForSymmetric(operations ?? []);
  return {
    granteePrincipal: assertPrincipal(grantee),
    retiringPrincipal: retiringPrincipal === undefined ? undefined : assertPrincipal(retiringPrincipal),
    operations: [...new Set(operations)],
    constraints: constraintsOf(constraints),
    name,
  };
}

/** What conditions may ask of a grant that is to be made. */
export function grantConditions({ granteePrincipal, retiringPrincipal, operations, constraints }: GrantTerms, isForService: boolean): ReadonlyMap<string, ConditionValue> {
  return new Map<string, ConditionValue>([
    ['kms:granteeprincipal', granteePrincipal],
    ['kms:retiringprincipal', retiringPrincipal],
    ['kms:grantoperations', operations],
    ['kms:grantconstrainttype', constraintType(constraints)],
    ['kms:grantisforawsresource', String(isForService)],
  ]);
}

/** AWS's name of the constraint on the encryption context, if there is one. */
export function constraintType({ encryptionContextSubset, encryptionContextEquals }: GrantConstraints): string | undefined {
  if (encryptionContextEquals !== undefined) return 'EncryptionContextEquals';
  return encryptionContextSubset === undefined ? undefined : 'EncryptionContextSubset';
}

/** The pairs of a grant's constraint. */
export function constrainedContext({ encryptionContextSubset, encryptionContextEquals }: GrantConstraints): EncryptionContext | undefined {
  return encryptionContextEquals ?? encryptionContextSubset;
}

function violations({ keyId, granteePrincipal, retiringPrincipal, operations, constraints, name, grantTokens }: CreateGrantRequest): readonly Violation[] {
  return [
    present('keyId', keyId),
    keyIdOf('keyId', keyId),
    ...principalOf('granteePrincipal', granteePrincipal),
    ...principalOf('retiringPrincipal', retiringPrincipal),
    present('operations', operations),
    operationsViolation(operations),
    lengthOf('constraints.sourceArn', constraints?.sourceArn, 1, SOURCE_ARN_LENGTH_MAX),
    lengthOf('name', name, 1, GRANT_NAME_LENGTH_MAX),
    patternOf('name', name, /^[a-zA-Z0-9:/_-]+$/),
    grantTokensOf(grantTokens),
  ];
}

function operationsViolation(operations: readonly string[] | undefined): Violation {
  if (operations === undefined) return undefined;
  if (operations.length === 0) return "Value '[]' at 'operations' failed to satisfy constraint: Member must not be empty";
  if (operations.every((operation) => (OPERATIONS as readonly string[]).includes(operation))) return undefined;
  return `Value at 'operations' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [${OPERATIONS.join(', ')}]]`;
}

function assertForSymmetric(operations: readonly string[]): void {
  const other = operations.find((operation) => !(GRANT_OPERATIONS as readonly string[]).includes(operation));
  if (other !== undefined) throw new KmsError('ValidationException', `The grant operation ${other} is not valid for key spec SYMMETRIC_DEFAULT.`);
}

function constraintsOf(constraints: GrantConstraints = {}): GrantConstraints {
  const { encryptionContextSubset: subset, encryptionContextEquals: equals } = constraints;
  if (subset === undefined || equals === undefined) return constraints;
  throw new KmsError('ValidationException', 'A grant is constrained by EncryptionContextSubset or EncryptionContextEquals, not by both.');
}
