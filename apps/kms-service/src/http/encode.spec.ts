import { Secret } from '@coffer/crypto';
import { encodeResponse } from './encode.js';

describe('encodeResponse', () => {
  it("writes AWS's names, base64, and times in seconds", () => {
    const response = {
      keyMetadata: { awsAccountId: '000000000000', creationDate: new Date('2026-01-02T03:04:05.678Z'), enabled: true, encryptionAlgorithms: ['SYMMETRIC_DEFAULT'] },
      plaintext: Secret.copyOf(Buffer.of(0, 1)),
      ciphertextBlob: Buffer.of(255, 254),
      aliases: [{ aliasName: 'alias/x' }],
      nextMarker: undefined,
    };
    expect(JSON.parse(encodeResponse(response).toString())).toEqual({
      KeyMetadata: { AWSAccountId: '000000000000', CreationDate: 1767323045.678, Enabled: true, EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'] },
      Plaintext: 'AAE=',
      CiphertextBlob: '//4=',
      Aliases: [{ AliasName: 'alias/x' }],
    });
  });

  it('writes an empty response as an empty object', () => {
    expect(encodeResponse({}).toString()).toBe('{}');
  });
});
