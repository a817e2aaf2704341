import { root, alice, bob, testService } from '../../test/test-service.js';
import { perform } from './perform.js';
import type { OperationName, Requests } from './requests.js';
import type { Responses } from './responses.js';

it('the access revision changes with what keys let callers do, and with nothing else', async () => {
  const service = await testService();
  const call = <N extends OperationName>(name: N, request: Requests[N]): Promise<Responses[N]> => perform(service, { caller: root, requestId: 'r' }, name, request);
  const changed = async (work: () => Promise<unknown>): Promise<boolean> => {
    const before = service.accessRevision();
    await work();
    return service.accessRevision() !== before;
  };
  const { keyMetadata: { keyId } } = await call('CreateKey', {});
  const policy = (await call('GetKeyPolicy', { keyId })).policy;
  expect(await changed(() => call('CreateKey', {}))).toBe(false);
  expect(await changed(() => call('GenerateDataKey', { keyId, keySpec: 'AES_256' }))).toBe(false);
  await call('DescribeKey', { keyId: 'alias/aws/s3' });
  expect(await changed(() => call('DescribeKey', { keyId: 'alias/aws/s3' }))).toBe(false);
  expect(await changed(() => call('CreateAlias', { aliasName: 'alias/new', targetKeyId: keyId }))).toBe(true);
  expect(await changed(() => call('EnableKey', { keyId }))).toBe(false);
  expect(await changed(() => call('DisableKey', { keyId }))).toBe(true);
  expect(await changed(() => call('EnableKey', { keyId }))).toBe(true);
  expect(await changed(() => call('PutKeyPolicy', { keyId, policy }))).toBe(true);
  const { keyMetadata: other } = await call('CreateKey', {});
  expect(await changed(() => call('UpdateAlias', { aliasName: 'alias/new', targetKeyId: other.keyId }))).toBe(true);
  expect(await changed(() => call('DeleteAlias', { aliasName: 'alias/new' }))).toBe(true);
  let grantId = '';
  expect(await changed(async () => { ({ grantId } = await call('CreateGrant', { keyId, granteePrincipal: bob.arn, retiringPrincipal: alice.arn, operations: ['Decrypt'] })); })).toBe(true);
  expect(await changed(() => call('ListGrants', { keyId }))).toBe(false);
  expect(await changed(() => call('RevokeGrant', { keyId, grantId }))).toBe(true);
  expect(service.accessRevision()).toMatch(/\/of identities$/);
  await service.store.close();
});
