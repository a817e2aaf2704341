import { S3Client } from '@aws-sdk/client-s3';

import { refusal } from '../../test/bodies.js';
import { PLAINTEXT_SIZE_MAX } from '../algorithm-suite.js';
import { RawAesKeyring } from '../keyrings/raw-aes-keyring.js';
import { S3EncryptionClient } from '../s3-encryption-client.js';
import { settingsOf, type S3EncryptionClientOptions } from './settings.js';

const MIB = 1_048_576;
const needed: S3EncryptionClientOptions = { s3: new S3Client({ region: 'us-east-1' }), keyring: new RawAesKeyring({ wrappingKey: new Uint8Array(32) }) };

describe('the settings of a client', () => {
  it('are strict by default', () => {
    expect(settingsOf(needed)).toMatchObject({
      commitmentPolicy: 'REQUIRE_ENCRYPT_REQUIRE_DECRYPT', suite: { id: 0x73 }, enableLegacyUnauthenticatedModes: false, enableUnauthenticatedRanges: false,
      enableDelayedAuthentication: false, instructionFiles: 'read', bufferSize: 16 * MIB, partSize: 8 * MIB, queueSize: 2,
    });
    expect(settingsOf(needed).legacy).toBeUndefined();
  });

  it.each<Partial<S3EncryptionClientOptions>>([
    { bufferSize: 16 }, { bufferSize: PLAINTEXT_SIZE_MAX }, { partSize: 5 * MIB }, { partSize: 1_024 * MIB }, { queueSize: 1 }, { queueSize: 64 }, { enableDelayedAuthentication: true },
  ])('may be %j', (more) => {
    expect(settingsOf({ ...needed, ...more })).toMatchObject(more);
  });

  it.each<Partial<S3EncryptionClientOptions>>([
    { bufferSize: 15 }, { bufferSize: PLAINTEXT_SIZE_MAX + 1 }, { bufferSize: 1e7 + 0.5 }, { partSize: 5 * MIB - 1 }, { partSize: 1_024 * MIB + 1 }, { queueSize: 0 }, { queueSize: 65 },
    { enableDelayedAuthentication: true, bufferSize: 1_024 }, { encryptionAlgorithm: 'ALG_AES_256_GCM_IV12_TAG16_NO_KDF' },
    { commitmentPolicy: 'FORBID_ENCRYPT_ALLOW_DECRYPT', encryptionAlgorithm: 'ALG_AES_256_GCM_HKDF_SHA512_COMMIT_KEY' },
  ])('may not be %j', (more) => {
    expect(() => settingsOf({ ...needed, ...more })).toThrow(refusal('Configuration'));
  });

  it('need a client of the SDK and a keyring, and no other encrypting client', () => {
    const wrapped = new S3EncryptionClient(needed);
    for (const wrong of [{ ...needed, s3: wrapped }, { ...needed, s3: undefined }, { ...needed, keyring: undefined }]) {
      expect(() => new S3EncryptionClient(wrong as unknown as S3EncryptionClientOptions)).toThrow(refusal('Configuration'));
    }
  });
});
