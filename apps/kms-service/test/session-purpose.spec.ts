import { Secret } from '@coffer/crypto';
import { SessionToken } from '@coffer/iam';
import { SESSION_KEY_ALIAS } from '../src/keys/managed-keys.js';
import { perform } from '../src/operations/perform.js';
import { SessionKey } from '../src/sessions/session-key.js';
import { Sessions } from '../src/sessions/sessions.js';
import { alice, NOW, testService, theService } from './test-service.js';

it('the key of sessions opens no token that a service sealed by Encrypt, and Decrypt no token', async () => {
  const service = await testService();
  const sessions = new Sessions(new SessionKey(service.keyring), () => NOW, () => undefined);
  const { type, arn, accountId, principalId } = alice;
  const issuer = { type: 'User', arn, accountId, principalId, userName: 'alice' } as const;
  const session = { issuer, issuedAt: NOW, expiresAt: new Date(NOW.getTime() + 1_000), policies: [], tags: new Map<string, string>(), transitiveTagKeys: [] };
  const issued = await sessions.issue({ principal: { type, arn, accountId, principalId, userName: 'alice' }, session, policyArns: [] });
  const call = { caller: theService, requestId: 'a request' };
  const { ciphertextBlob } = await perform(service, call, 'Encrypt', { keyId: SESSION_KEY_ALIAS, plaintext: Secret.copyOf(Buffer.from('claims')) });
  await expect(sessions.open(new SessionToken(ciphertextBlob.toString('base64url')), issued.accessKey.id)).rejects.toMatchObject({ code: 'InvalidToken' });
  await expect(perform(service, call, 'Decrypt', { ciphertextBlob: Buffer.from(issued.token.reveal(), 'base64url') })).rejects.toMatchObject({ code: 'InvalidCiphertextException' });
});
