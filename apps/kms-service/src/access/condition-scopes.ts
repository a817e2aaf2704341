/**
 * Which operations have which condition key: a key that an operation does not have is absent from its requests, whatever they say, so that a
 * condition on it holds as AWS's would.
 *
 * Operations that are not served yet stand here with their keys, so that the keys come with them.
 *
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html
 */

/** Operations on no key: what they are allowed on is `*`. */
const KEYLESS: ReadonlySet<string> = new Set([
  'CreateKey', 'ListKeys', 'ListAliases', 'ListRetirableGrants', 'GenerateRandom',
  'ConnectCustomKeyStore', 'CreateCustomKeyStore', 'DeleteCustomKeyStore', 'DescribeCustomKeyStores', 'DisconnectCustomKeyStore', 'UpdateCustomKeyStore',
]);

const DATA_KEY_PAIRS = ['GenerateDataKeyPair', 'GenerateDataKeyPairWithoutPlaintext'];
const ENCRYPTING = ['Decrypt', 'Encrypt', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext', ...DATA_KEY_PAIRS, 'ReEncryptFrom', 'ReEncryptTo'];
const OTHER_USES = ['DeriveSharedSecret', 'GenerateMac', 'Sign', 'Verify', 'VerifyMac'];

/** Operations by name; `keys`: every operation on a key; `keys and CreateKey`: also the one that makes it. */
type Scope = 'keys' | 'keys and CreateKey' | ReadonlySet<string>;

const only = (...operations: readonly string[]): Scope => new Set(operations);

const SCOPES: ReadonlyMap<string, Scope> = new Map<string, Scope>([
  ['aws:requesttag/', only('CreateKey', 'ReplicateKey', 'TagResource')],
  ['aws:resourcetag/', 'keys'],
  ['aws:tagkeys', only('CreateKey', 'ReplicateKey', 'TagResource', 'UntagResource')],
  ['kms:bypasspolicylockoutsafetycheck', only('CreateKey', 'PutKeyPolicy', 'ReplicateKey')],
  ['kms:calleraccount', 'keys'],
  ['kms:datakeypairspec', only(...DATA_KEY_PAIRS)],
  ['kms:encryptionalgorithm', only(...ENCRYPTING)],
  ['kms:encryptioncontext:', only('CreateGrant', 'RetireGrant', ...ENCRYPTING)],
  ['kms:encryptioncontextkeys', only('CreateGrant', ...ENCRYPTING)],
  ['kms:grantconstrainttype', only('CreateGrant', 'RetireGrant')],
  ['kms:granteeprincipal', only('CreateGrant')],
  ['kms:grantisforawsresource', only('CreateGrant', 'ListGrants', 'RevokeGrant')],
  ['kms:grantoperations', only('CreateGrant')],
  ['kms:keyorigin', 'keys and CreateKey'],
  ['kms:keyspec', 'keys and CreateKey'],
  ['kms:keyusage', 'keys and CreateKey'],
  ['kms:multiregion', 'keys and CreateKey'],
  ['kms:reencryptonsamekey', only('ReEncryptFrom', 'ReEncryptTo')],
  ['kms:requestalias', only('DescribeKey', 'GetPublicKey', ...ENCRYPTING, ...OTHER_USES)],
  ['kms:resourcealiases', 'keys'],
  ['kms:retiringprincipal', only('CreateGrant')],
  ['kms:rotationperiodindays', only('EnableKeyRotation')],
  ['kms:schedulekeydeletionpendingwindowindays', only('ScheduleKeyDeletion')],
  ['kms:viaservice', 'keys'],
]);

/** Names whose last part is the asker's: a tag's key, or one of an encryption context. */
const PREFIX = /^(?:aws:requesttag\/|aws:resourcetag\/|kms:encryptioncontext:)/;

/** Whether requests of `operation` (`Decrypt`) have the condition key `name`, in lower case. */
export function hasConditionKey(operation: string, name: string): boolean {
  const scope = SCOPES.get(PREFIX.exec(name)?.[0] ?? name);
  if (scope === undefined) return false;
  if (typeof scope === 'object') return scope.has(operation);
  return !KEYLESS.has(operation) || (scope === 'keys and CreateKey' && operation === 'CreateKey');
}
