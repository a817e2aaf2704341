import { refusal } from '../test/bodies.js';
import { committingGcm, legacyCbc, plainGcm, type EncryptionAlgorithm } from './algorithm-suite.js';
import { checkReadable, commitmentPolicies, suiteForWriting, type CommitmentPolicy } from './commitment-policy.js';

const [FORBID, ENCRYPT, DECRYPT] = commitmentPolicies as [CommitmentPolicy, CommitmentPolicy, CommitmentPolicy];

describe('a commitment policy', () => {
  it.each([
    [FORBID, undefined, plainGcm], [FORBID, plainGcm.name, plainGcm], [FORBID, committingGcm.name, 'refused'],
    [ENCRYPT, undefined, committingGcm], [ENCRYPT, committingGcm.name, committingGcm], [ENCRYPT, plainGcm.name, 'refused'],
    [DECRYPT, undefined, committingGcm], [DECRYPT, committingGcm.name, committingGcm], [DECRYPT, plainGcm.name, 'refused'],
    [FORBID, legacyCbc.name, 'refused'], [DECRYPT, legacyCbc.name, 'refused'], [ENCRYPT, 'AES', 'refused'], ['NONE', undefined, 'refused'],
  ] as const)('%s writes with %s', (policy, algorithm, expected) => {
    const suite = (): unknown => suiteForWriting(policy as CommitmentPolicy, algorithm as EncryptionAlgorithm | undefined);
    if (expected === 'refused') expect(suite).toThrow(refusal('Configuration'));
    else expect(suite()).toBe(expected);
  });

  it.each([[FORBID, true], [ENCRYPT, true], [DECRYPT, false]])('%s reads what does not commit: %s', (policy, reads) => {
    for (const suite of [plainGcm, legacyCbc]) {
      const check = (): void => { checkReadable(policy, suite); };
      if (reads) expect(check).not.toThrow();
      else expect(check).toThrow(refusal('CommitmentPolicy'));
    }
    expect(() => { checkReadable(policy, committingGcm); }).not.toThrow();
  });
});
