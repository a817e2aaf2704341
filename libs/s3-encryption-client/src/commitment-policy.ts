import { committingGcm, plainGcm, type AlgorithmSuite, type EncryptionAlgorithm } from './algorithm-suite.js';
import { S3EncryptionError } from './errors.js';

/**
 * What is demanded of key commitment, as in AWS's clients. The way from one end to the other: first every reader learns to read
 * committing objects (forbid), then writers write them (require encrypt), then readers refuse the others (require decrypt).
 */
export type CommitmentPolicy = 'FORBID_ENCRYPT_ALLOW_DECRYPT' | 'REQUIRE_ENCRYPT_ALLOW_DECRYPT' | 'REQUIRE_ENCRYPT_REQUIRE_DECRYPT';

export const commitmentPolicies: readonly CommitmentPolicy[] = ['FORBID_ENCRYPT_ALLOW_DECRYPT', 'REQUIRE_ENCRYPT_ALLOW_DECRYPT', 'REQUIRE_ENCRYPT_REQUIRE_DECRYPT'];

const writable: readonly AlgorithmSuite[] = [committingGcm, plainGcm];

/**
 * The suite to write with. Without an algorithm it is the one that the policy allows. Refuses with `Configuration` what contradicts the
 * policy or may not be written at all.
 */
export function suiteForWriting(policy: CommitmentPolicy, algorithm: EncryptionAlgorithm | undefined): AlgorithmSuite {
  if (!commitmentPolicies.includes(policy)) throw new S3EncryptionError('Configuration', `The commitment policy must be one of ${commitmentPolicies.join(', ')}.`);
  const forbidden = policy === 'FORBID_ENCRYPT_ALLOW_DECRYPT';
  const suite = algorithm === undefined ? (forbidden ? plainGcm : committingGcm) : writable.find(({ name }) => name === algorithm);
  if (suite === undefined) throw new S3EncryptionError('Configuration', `Objects can be encrypted with ${writable.map(({ name }) => name).join(' or ')} only.`);
  if (suite.committing === forbidden) throw new S3EncryptionError('Configuration', `${suite.name} cannot be written under the policy ${policy}.`);
  return suite;
}

/** Refuses an object that does not commit to its key where the policy demands it, before anything of it is decrypted. */
export function checkReadable(policy: CommitmentPolicy, suite: AlgorithmSuite): void {
  if (policy !== 'REQUIRE_ENCRYPT_REQUIRE_DECRYPT' || suite.committing) return;
  throw new S3EncryptionError('CommitmentPolicy', `The object was encrypted with ${suite.name}, which does not commit to its key, and the policy is ${policy}.`);
}
