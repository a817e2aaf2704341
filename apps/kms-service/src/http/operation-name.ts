import { KmsError } from '../errors/kms-error.js';
import type { OperationName } from '../operations/requests.js';
import { verbs } from '../operations/verbs.js';

/** The name of AWS KMS in `X-Amz-Target`. */
export const TARGET_PREFIX = 'TrentService.';

/** AWS's operations that are not served here. They are told from names that AWS does not know either. */
const NOT_SERVED: ReadonlySet<string> = new Set([
  'ConnectCustomKeyStore', 'CreateCustomKeyStore', 'DeleteCustomKeyStore', 'DeleteImportedKeyMaterial',
  'DeriveSharedSecret', 'DescribeCustomKeyStores', 'DisconnectCustomKeyStore',
  'GenerateDataKeyPair', 'GenerateDataKeyPairWithoutPlaintext', 'GenerateMac', 'GetKeyLastUsage',
  'GetParametersForImport', 'GetPublicKey', 'ImportKeyMaterial',
  'ReplicateKey', 'Sign',
  'UpdateCustomKeyStore', 'UpdatePrimaryRegion', 'Verify', 'VerifyMac',
]);

/** The operation that `X-Amz-Target` names. */
export function operationOf(target: string | undefined): OperationName {
  const name = target?.startsWith(TARGET_PREFIX) === true ? target.slice(TARGET_PREFIX.length) : '';
  if (isServed(name)) return name;
  if (NOT_SERVED.has(name)) throw new KmsError('UnsupportedOperationException', `The operation ${name} is not supported by this key service.`);
  throw new KmsError('UnknownOperationException', 'The X-Amz-Target header does not name an operation of AWS KMS.');
}

export function isServed(name: string): name is OperationName {
  return Object.hasOwn(verbs, name);
}
