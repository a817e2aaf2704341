import { Secret } from '@coffer/crypto';
import { refusedCall } from '../../test/refused.js';
import { alice, bob, NOW, root, testService, type TestService } from '../../test/test-service.js';
import { DAY_MS } from '../keys/key-rotation.js';
import { perform } from './perform.js';
import type { OperationName, Requests } from './requests.js';
import type { Responses } from './responses.js';

let service: TestService;
let keyId = '';
let failures: unknown[] = [];

beforeEach(async () => {
  service = await testService();
  failures = [];
  ({ keyMetadata: { keyId } } = await call('CreateKey', {}));
});

afterEach(() => service.store.close());

function call<N extends OperationName>(name: N, request: Requests[N], caller = root): Promise<Responses[N]> {
  return perform(service, { caller, requestId: 'r' }, name, request);
}

/** Some days later, after a round. How many things were due. */
async function after(days: number): Promise<number> {
  service.clock.at = new Date(service.clock.at.getTime() + days * DAY_MS);
  return service.dueKeys((_, error) => { failures.push(error); }).run();
}

const seal = async (): Promise<Buffer> => (await call('Encrypt', { keyId, plaintext: Secret.copyOf(Buffer.from('kept')) })).ciphertextBlob;
const open = async (ciphertextBlob: Buffer): Promise<string> => Buffer.from((await call('Decrypt', { ciphertextBlob })).plaintext.reveal()).toString();
const state = async (): Promise<string> => (await call('DescribeKey', { keyId })).keyMetadata.keyState;
const events = (): readonly (readonly [string, string | undefined])[] => service.audit.appended.flat().filter(({ type }) => type === 'AwsServiceEvent').map(({ operation, keyArns }) => [operation, keyArns[0]]);
const materials = async () => (await call('ListKeyRotations', { keyId, includeKeyMaterial: 'ALL_KEY_MATERIAL' })).rotations;

describe('the end of a key', () => {
  it('closes it at once, to every use and change but looking and calling it off', async () => {
    const blob = await seal();
    const { deletionDate, pendingWindowInDays, keyState } = await call('ScheduleKeyDeletion', { keyId, pendingWindowInDays: 7 });
    expect([deletionDate, pendingWindowInDays, keyState]).toEqual([new Date(NOW.getTime() + 7 * DAY_MS), 7, 'PendingDeletion']);
    expect((await call('DescribeKey', { keyId })).keyMetadata).toMatchObject({ keyState: 'PendingDeletion', enabled: false, deletionDate });
    const arn = (await call('DescribeKey', { keyId })).keyMetadata.arn;
    const refusals: readonly (() => Promise<unknown>)[] = [
      seal, () => open(blob), () => call('GenerateDataKey', { keyId, keySpec: 'AES_256' }), () => call('EnableKey', { keyId }), () => call('DisableKey', { keyId }),
      () => call('ScheduleKeyDeletion', { keyId }), () => call('RotateKeyOnDemand', { keyId }), () => call('EnableKeyRotation', { keyId }), () => call('DisableKeyRotation', { keyId }),
      () => call('CreateAlias', { aliasName: 'alias/late', targetKeyId: keyId }), () => call('CreateGrant', { keyId, granteePrincipal: bob.arn, operations: ['Decrypt'] }),
      () => call('TagResource', { keyId, tags: [{ tagKey: 'a', tagValue: 'b' }] }), () => call('UntagResource', { keyId, tagKeys: ['a'] }), () => call('UpdateKeyDescription', { keyId, description: 'late' }),
    ];
    for (const refused of refusals) expect(await refusedCall(refused())).toMatchObject({ code: 'KMSInvalidStateException', message: `${arn} is pending deletion.` });
    await call('GetKeyPolicy', { keyId });
    expect((await call('ListKeys', {})).keys.map(({ keyId: id }) => id)).toContain(keyId);
  });

  it('is called off, and the key stays as it was, disabled', async () => {
    const blob = await seal();
    await call('ScheduleKeyDeletion', { keyId });
    await after(29);
    await call('CancelKeyDeletion', { keyId });
    expect(await state()).toBe('Disabled');
    expect(await refusedCall(call('CancelKeyDeletion', { keyId }))).toMatchObject({ code: 'KMSInvalidStateException' });
    expect(await after(60)).toBe(0);
    await call('EnableKey', { keyId });
    expect(await open(blob)).toBe('kept');
  });

  it('comes on its day and not before, takes aliases and grants along, and is recorded', async () => {
    const blob = await seal();
    await call('CreateAlias', { aliasName: 'alias/short', targetKeyId: keyId });
    await call('CreateGrant', { keyId, granteePrincipal: bob.arn, operations: ['Decrypt'] });
    const { keyId: arn } = await call('ScheduleKeyDeletion', { keyId, pendingWindowInDays: 7 });
    expect(await after(6.999)).toBe(0);
    expect(await state()).toBe('PendingDeletion');
    const before = service.accessRevision();
    expect(await after(0.001)).toBe(1);
    expect([failures, events()]).toEqual([[], [['DeleteKey', arn]]]);
    expect(service.accessRevision()).not.toBe(before);
    for (const gone of [keyId, arn, 'alias/short']) expect(await refusedCall(call('DescribeKey', { keyId: gone }))).toMatchObject({ code: 'NotFoundException' });
    expect(await refusedCall(open(blob))).toMatchObject({ code: 'InvalidCiphertextException' });
    expect(await refusedCall(call('CancelKeyDeletion', { keyId }))).toMatchObject({ code: 'NotFoundException' });
    expect([(await call('ListAliases', {})).aliases, (await call('ListKeys', {})).keys, await service.store.count('grant', ''), await service.store.count('grantee', ''), await service.store.count('target', '')]).toEqual([[], [], 0, 0, 0]);
    expect(await service.store.count('due', '')).toBe(0);
    await call('CreateAlias', { aliasName: 'alias/short', targetKeyId: (await call('CreateKey', {})).keyMetadata.keyId });
  });

  it('is recorded however often the record fails first, and nothing that named the key is left', async () => {
    await call('CreateAlias', { aliasName: 'alias/short', targetKeyId: keyId });
    await call('ScheduleKeyDeletion', { keyId, pendingWindowInDays: 7 });
    service.audit.fails = true;
    await after(7);
    expect(failures).toHaveLength(1);
    expect(await after(1)).toBe(1);
    service.audit.fails = false;
    expect(await after(1)).toBe(1);
    expect([events().length, await after(1), (await call('ListAliases', {})).aliases]).toEqual([1, 0, []]);
  });

  it('survives a restart', async () => {
    await call('ScheduleKeyDeletion', { keyId, pendingWindowInDays: 7 });
    await service.store.close();
    service = await testService(service.folder, service.rootKeyPath);
    expect(await after(8)).toBe(1);
    expect(await refusedCall(call('DescribeKey', { keyId }))).toMatchObject({ code: 'NotFoundException' });
  });

  it.each([[6, 'greater than or equal to 7'], [31, 'less than or equal to 30']])('does not wait for %d days', async (pendingWindowInDays, rule) => {
    expect(await refusedCall(call('ScheduleKeyDeletion', { keyId, pendingWindowInDays }))).toMatchObject({ code: 'ValidationException', message: expect.stringContaining(rule) });
    expect(await state()).toBe('Enabled');
  });

  it('is for nobody to bring about for a key of the service', async () => {
    const managed = (await call('DescribeKey', { keyId: 'alias/aws/s3' })).keyMetadata;
    for (const name of ['ScheduleKeyDeletion', 'RotateKeyOnDemand', 'DisableKeyRotation'] as const) {
      expect(await refusedCall(call(name, { keyId: managed.keyId }))).toMatchObject({ code: 'AccessDeniedException' });
    }
    expect(await refusedCall(call('ScheduleKeyDeletion', { keyId }, bob))).toMatchObject({ code: 'AccessDeniedException' });
    expect(await refusedCall(call('ScheduleKeyDeletion', { keyId: 'alias/aws/s3' }, alice))).toMatchObject({ code: 'NotFoundException' });
  });
});

describe('rotation', () => {
  it('on demand gives new material, and what was sealed before still opens', async () => {
    const blobs = [await seal()];
    const first = (await call('DescribeKey', { keyId })).keyMetadata.currentKeyMaterialId;
    for (let count = 0; count < 25; count += 1) {
      await call('RotateKeyOnDemand', { keyId });
      blobs.push(await seal());
    }
    expect(new Set(blobs.map((blob) => blob.toString('base64'))).size).toBe(26);
    for (const blob of blobs) expect(await open(blob)).toBe('kept');
    const all = await materials();
    expect(all[0]).toEqual({ keyId, keyMaterialId: first, keyMaterialState: 'NON_CURRENT' });
    expect(all.at(-1)).toEqual({ keyId, keyMaterialId: (await call('DescribeKey', { keyId })).keyMetadata.currentKeyMaterialId, keyMaterialState: 'CURRENT', rotationDate: NOW, rotationType: 'ON_DEMAND' });
    expect([all.length, new Set(all.map(({ keyMaterialId }) => keyMaterialId)).size]).toEqual([26, 26]);
    expect(await refusedCall(call('RotateKeyOnDemand', { keyId }))).toMatchObject({ code: 'LimitExceededException' });
  });

  it('by itself comes once in each period, and is recorded', async () => {
    const blob = await seal();
    expect(await call('GetKeyRotationStatus', { keyId })).toEqual({ keyId, keyRotationEnabled: false });
    await call('EnableKeyRotation', { keyId, rotationPeriodInDays: 90 });
    expect(await call('GetKeyRotationStatus', { keyId })).toEqual({ keyId, keyRotationEnabled: true, rotationPeriodInDays: 90, nextRotationDate: new Date(NOW.getTime() + 90 * DAY_MS) });
    expect([await after(89), await after(1), await after(1), await after(89)]).toEqual([0, 1, 0, 1]);
    expect((await call('ListKeyRotations', { keyId })).rotations.map(({ rotationType }) => rotationType)).toEqual(['AUTOMATIC', 'AUTOMATIC']);
    expect(events().map(([name]) => name)).toEqual(['RotateKey', 'RotateKey']);
    expect(await open(blob)).toBe('kept');
    await call('DisableKeyRotation', { keyId });
    expect([await call('GetKeyRotationStatus', { keyId }), await after(400)]).toEqual([{ keyId, keyRotationEnabled: false }, 0]);
  });

  it('waits for a key that is disabled, and for one that is to end, and catches up', async () => {
    await call('EnableKeyRotation', { keyId });
    await call('DisableKey', { keyId });
    for (const name of ['EnableKeyRotation', 'DisableKeyRotation', 'RotateKeyOnDemand'] as const) expect(await refusedCall(call(name, { keyId }))).toMatchObject({ code: 'DisabledException' });
    expect(await after(366)).toBe(0);
    await call('EnableKey', { keyId });
    expect(await after(0)).toBe(1);
    expect((await materials()).length).toBe(2);
    await call('ScheduleKeyDeletion', { keyId });
    expect(await call('GetKeyRotationStatus', { keyId })).toEqual({ keyId, keyRotationEnabled: false });
    await call('CancelKeyDeletion', { keyId });
    expect((await call('GetKeyRotationStatus', { keyId })).keyRotationEnabled).toBe(true);
  });

  it('of the managed key comes each year', async () => {
    const { keyMetadata: managed } = await call('DescribeKey', { keyId: 'alias/aws/s3' });
    expect(await call('GetKeyRotationStatus', { keyId: managed.keyId })).toMatchObject({ keyRotationEnabled: true, rotationPeriodInDays: 365 });
    expect(await after(365)).toBe(1);
    expect((await call('DescribeKey', { keyId: 'alias/aws/s3' })).keyMetadata.currentKeyMaterialId).not.toBe(managed.currentKeyMaterialId);
  });

  it('keeps the date when it is enabled twice, begins anew with another period, and refuses periods beyond the limits', async () => {
    await call('EnableKeyRotation', { keyId });
    await after(10);
    const next = async (): Promise<Date | undefined> => (await call('GetKeyRotationStatus', { keyId })).nextRotationDate;
    const before = await next();
    await call('EnableKeyRotation', { keyId });
    expect(await next()).toEqual(before);
    await call('EnableKeyRotation', { keyId, rotationPeriodInDays: 100 });
    expect(await next()).toEqual(new Date(service.clock.at.getTime() + 100 * DAY_MS));
    for (const rotationPeriodInDays of [89, 2_561]) expect(await refusedCall(call('EnableKeyRotation', { keyId, rotationPeriodInDays }))).toMatchObject({ code: 'ValidationException' });
  });

  it('is listed in pages', async () => {
    for (let count = 0; count < 3; count += 1) await call('RotateKeyOnDemand', { keyId });
    const first = await call('ListKeyRotations', { keyId, limit: 2 });
    expect([first.rotations.length, first.truncated]).toEqual([2, true]);
    const second = await call('ListKeyRotations', { keyId, limit: 2, marker: first.nextMarker });
    expect([second.rotations.length, second.truncated, second.nextMarker]).toEqual([1, false, undefined]);
    expect(await refusedCall(call('ListKeyRotations', { keyId, marker: 'bm90b3Vycw' }))).toMatchObject({ code: 'InvalidMarkerException' });
  });
});

describe('tags and description', () => {
  it('are given, taken and listed', async () => {
    await call('TagResource', { keyId, tags: [{ tagKey: 'team', tagValue: 'blue' }, { tagKey: 'stage', tagValue: 'test' }] });
    await call('TagResource', { keyId, tags: [{ tagKey: 'team', tagValue: 'red' }] });
    expect((await call('ListResourceTags', { keyId })).tags).toEqual([{ tagKey: 'stage', tagValue: 'test' }, { tagKey: 'team', tagValue: 'red' }]);
    const page = await call('ListResourceTags', { keyId, limit: 1 });
    expect((await call('ListResourceTags', { keyId, limit: 1, marker: page.nextMarker })).tags).toEqual([{ tagKey: 'team', tagValue: 'red' }]);
    await call('UntagResource', { keyId, tagKeys: ['team', 'none'] });
    expect((await call('ListResourceTags', { keyId })).tags).toEqual([{ tagKey: 'stage', tagValue: 'test' }]);
    await call('UpdateKeyDescription', { keyId, description: 'another' });
    expect((await call('DescribeKey', { keyId })).keyMetadata.description).toBe('another');
  });

  it('have limits', async () => {
    const many = Array.from({ length: 50 }, (_, at) => ({ tagKey: `k${String(at)}`, tagValue: '' }));
    await call('TagResource', { keyId, tags: many });
    expect(await refusedCall(call('TagResource', { keyId, tags: [{ tagKey: 'one', tagValue: 'more' }] }))).toMatchObject({ code: 'TagException', message: 'Too many tags' });
    for (const tags of [[{ tagKey: 'aws:x', tagValue: '' }], [{ tagKey: 'a', tagValue: '' }, { tagKey: 'a', tagValue: '' }]]) expect(await refusedCall(call('TagResource', { keyId, tags }))).toMatchObject({ code: 'TagException' });
    expect(await refusedCall(call('UntagResource', { keyId, tagKeys: [''] }))).toMatchObject({ code: 'ValidationException' });
    expect(await refusedCall(call('TagResource', { keyId }))).toMatchObject({ code: 'ValidationException' });
  });
});
