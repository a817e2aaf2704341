import type { Caller } from '@coffer/iam';
import { Secret } from '@coffer/crypto';
import { refusedCall } from '../../test/refused.js';
import { ACCOUNT_ID, alice, bob, document, identityPolicy, mallory, root, standing, testService, theService, type TestService } from '../../test/test-service.js';
import { perform } from './perform.js';
import type { CreateGrantRequest, OperationName, Requests } from './requests.js';
import type { Responses } from './responses.js';

let service: TestService;
let key: { readonly id: string; readonly arn: string };

const as = <N extends OperationName>(caller: Caller, name: N, request: Requests[N]): Promise<Responses[N]> => perform(service, { caller, requestId: 'r' }, name, request);
const grant = (request: Partial<CreateGrantRequest> = {}, by = root): Promise<Responses['CreateGrant']> =>
  as(by, 'CreateGrant', { keyId: key.id, granteePrincipal: bob.arn, operations: ['Decrypt', 'GenerateDataKey', 'DescribeKey'], ...request });
const dataKey = (caller: Caller, encryptionContext = new Map<string, string>()): Promise<Responses['GenerateDataKey']> =>
  as(caller, 'GenerateDataKey', { keyId: key.arn, keySpec: 'AES_256', encryptionContext });
const context = (...pairs: [string, string][]): Map<string, string> => new Map(pairs);
const may = (call: Promise<unknown>): Promise<boolean> => call.then(() => true, (error: unknown) => { expect(error).toMatchObject({ code: 'AccessDeniedException' }); return false; });

const ROLE = `arn:aws:iam::${ACCOUNT_ID}:role/backup`;
const session = (name: string): Caller => ({
  ...bob, type: 'AssumedRole', arn: `arn:aws:sts::${ACCOUNT_ID}:assumed-role/backup/${name}`, principalId: `AROABACKUP:${name}`,
  session: {
    issuer: { type: 'Role', arn: ROLE, accountId: ACCOUNT_ID, principalId: 'AROABACKUP', userName: 'backup' },
    issuedAt: new Date(0), expiresAt: new Date(1), policies: [], tags: new Map(), transitiveTagKeys: [],
  },
});

beforeEach(async () => {
  service = await testService();
  const { keyMetadata } = await as(root, 'CreateKey', {});
  key = { id: keyMetadata.keyId, arn: keyMetadata.arn };
});

afterEach(() => service.store.close());

describe('a grant', () => {
  it('lets its grantee do its operations at once, and others nothing', async () => {
    expect(await may(dataKey(bob))).toBe(false);
    await grant();
    const { ciphertextBlob } = await dataKey(bob);
    await as(bob, 'Decrypt', { ciphertextBlob });
    await as(bob, 'DescribeKey', { keyId: key.id });
    expect(await may(as(bob, 'Encrypt', { keyId: key.id, plaintext: Secret.random() }))).toBe(false);
    expect(await may(dataKey({ ...bob, arn: `${bob.arn}by` }))).toBe(false);
    expect(await may(as(bob, 'DisableKey', { keyId: key.id }))).toBe(false);
  });

  it('is for its key only', async () => {
    await grant();
    const other = (await as(root, 'CreateKey', {})).keyMetadata;
    expect(await may(as(bob, 'GenerateDataKey', { keyId: other.keyId, keySpec: 'AES_256' }))).toBe(false);
  });

  it('gives way to an explicit deny', async () => {
    await grant();
    service.standings.set(bob.arn, standing(identityPolicy({ Effect: 'Deny', Action: 'kms:GenerateDataKey' })));
    expect((await refusedCall(dataKey(bob))).message).toContain('with an explicit deny in an identity-based policy');
  });

  it('names a role, whose every session it lets, or one session', async () => {
    await grant({ granteePrincipal: ROLE });
    expect(await may(dataKey(session('one')))).toBe(true);
    expect(await may(dataKey(session('two')))).toBe(true);
    service.standings.set(session('two').arn, { ...standing(), session: [identityPolicy({ Action: 's3:*' })] });
    expect(await may(dataKey(session('two')))).toBe(false);
  });

  it('names one session of a role', async () => {
    await grant({ granteePrincipal: session('one').arn });
    expect([await may(dataKey(session('one'))), await may(dataKey(session('two')))]).toEqual([true, false]);
  });

  it('lets a principal of another account whom its own policies let too', async () => {
    await grant({ granteePrincipal: mallory.arn });
    expect(await may(dataKey(mallory))).toBe(true);
    service.standings.delete(mallory.arn);
    expect(await may(dataKey(mallory))).toBe(false);
  });

  const subset = { encryptionContextSubset: context(['Dept', 'IT'], ['stage', 'test']) };
  const equals = { encryptionContextEquals: context(['Dept', 'IT']) };
  it.each([
    ['a subset, by those pairs', subset, context(['stage', 'test'], ['Dept', 'IT']), true],
    ['a subset, by more pairs', subset, context(['stage', 'test'], ['Dept', 'IT'], ['a', 'b']), true],
    ['a subset, by fewer pairs', subset, context(['Dept', 'IT']), false],
    ['a subset, by another value', subset, context(['stage', 'test'], ['Dept', 'HR']), false],
    ['a subset, by a key in another case', subset, context(['stage', 'test'], ['dept', 'IT']), false],
    ['a subset, by none', subset, context(), false],
    ['no other pairs, by those', equals, context(['Dept', 'IT']), true],
    ['no other pairs, by more', equals, context(['Dept', 'IT'], ['a', 'b']), false],
    ['no other pairs, by none', equals, context(), false],
    ['no pairs at all, by none', { encryptionContextEquals: context() }, context(), true],
    ['no pairs at all, by some', { encryptionContextEquals: context() }, context(['a', 'b']), false],
    ['a source that nobody has', { sourceArn: 'arn:aws:s3:::notes' }, context(), false],
  ])('is constrained to %s', async (_, constraints, given, allowed) => {
    await grant({ constraints });
    expect(await may(dataKey(bob, given))).toBe(allowed);
    expect(await may(as(bob, 'DescribeKey', { keyId: key.id }))).toBe(!('sourceArn' in constraints));
  });

  it('is found among many, whichever allows', async () => {
    for (const dept of ['HR', 'IT', 'PR']) await grant({ constraints: { encryptionContextSubset: context(['Dept', dept]) } });
    expect([await may(dataKey(bob, context(['Dept', 'PR']))), await may(dataKey(bob, context(['Dept', 'QA'])))]).toEqual([true, false]);
  });

  it('is not made for a key that is switched off, and is no use of one', async () => {
    await grant();
    await as(root, 'DisableKey', { keyId: key.id });
    expect((await refusedCall(grant({ name: 'late' }))).code).toBe('DisabledException');
    expect((await refusedCall(dataKey(bob))).code).toBe('DisabledException');
  });

  it('is recorded with its terms', async () => {
    const { grantId } = await grant({ name: 'n', constraints: subset, retiringPrincipal: alice.arn });
    expect(service.audit.appended.at(-1)).toMatchObject([{
      operation: 'CreateGrant', readOnly: false, keyArns: [key.arn], made: { grantId },
      parameters: { granteePrincipal: bob.arn, retiringPrincipal: alice.arn, operations: ['Decrypt', 'GenerateDataKey', 'DescribeKey'], name: 'n', encryptionContextSubset: subset.encryptionContextSubset },
    }]);
    expect(JSON.stringify(service.audit.appended)).not.toContain('grantToken');
  });

  it('is made by whom conditions let: for that grantee, those operations, under a constraint', async () => {
    const let_ = (Condition: object): void => { service.standings.set(bob.arn, standing(identityPolicy({ Action: 'kms:CreateGrant', Condition }))); };
    const tried = (request: Partial<CreateGrantRequest> = {}): Promise<boolean> => may(grant({ granteePrincipal: alice.arn, ...request }, bob));
    let_({ StringEquals: { 'kms:GranteePrincipal': alice.arn } });
    expect([await tried(), await tried({ granteePrincipal: bob.arn })]).toEqual([true, false]);
    let_({ 'ForAllValues:StringEquals': { 'kms:GrantOperations': ['Decrypt'] } });
    expect([await tried({ operations: ['Decrypt'] }), await tried({ operations: ['Decrypt', 'Encrypt'] })]).toEqual([true, false]);
    let_({ StringEquals: { 'kms:GrantConstraintType': 'EncryptionContextSubset', 'kms:EncryptionContext:Dept': 'IT' } });
    expect([await tried({ constraints: subset }), await tried({ constraints: equals }), await tried()]).toEqual([true, false, false]);
    let_({ StringEquals: { 'kms:RetiringPrincipal': alice.arn } });
    expect([await tried({ retiringPrincipal: alice.arn }), await tried()]).toEqual([true, false]);
    let_({ Bool: { 'kms:GrantIsForAWSResource': 'true' } });
    expect([await tried(), await may(grant({ granteePrincipal: alice.arn }, { ...bob, viaService: 's3.us-east-1.amazonaws.com' }))]).toEqual([false, true]);
  });
});

describe('a repeated request', () => {
  const terms = { name: 'nightly', retiringPrincipal: alice.arn, constraints: { encryptionContextSubset: context(['a', '1'], ['b', '2']) } };

  it('of the same name and terms gives the same grant and a token of its own', async () => {
    const first = await grant(terms);
    const again = await grant({ ...terms, operations: ['GenerateDataKey', 'DescribeKey', 'Decrypt'], constraints: { encryptionContextSubset: context(['b', '2'], ['a', '1']) } });
    expect(again.grantId).toBe(first.grantId);
    expect(again.grantToken).not.toBe(first.grantToken);
    const all = await Promise.all(Array.from({ length: 10 }, () => grant({ ...terms, name: 'at-once' })));
    expect(new Set(all.map(({ grantId }) => grantId)).size).toBe(1);
  });

  it.each<[string, Partial<CreateGrantRequest>]>([
    ['name', { name: 'daily' }], ['no name', { name: undefined }], ['grantee', { granteePrincipal: alice.arn }], ['retiring principal', { retiringPrincipal: undefined }],
    ['operations', { operations: ['Decrypt'] }], ['constraint', { constraints: { encryptionContextEquals: context(['a', '1'], ['b', '2']) } }],
    ['pairs', { constraints: { encryptionContextSubset: context(['a', '1'], ['b', '3']) } }],
  ])('with another %s gives another grant', async (_, other) => {
    const first = await grant(terms);
    expect((await grant({ ...terms, ...other })).grantId).not.toBe(first.grantId);
  });

  it('after the grant was ended gives another', async () => {
    const { grantId } = await grant(terms);
    await as(root, 'RevokeGrant', { keyId: key.id, grantId });
    expect((await grant(terms)).grantId).not.toBe(grantId);
  });
});

describe('who may grant by a grant', () => {
  it.each<[string, Partial<CreateGrantRequest>, Partial<CreateGrantRequest>, boolean]>([
    ['some of its operations', {}, { operations: ['Decrypt'] }, true],
    ['granting on', {}, { operations: ['CreateGrant', 'Decrypt'] }, true],
    ['more than it has', {}, { operations: ['Decrypt', 'Encrypt'] }, false],
    ['under the same constraint', { constraints: { encryptionContextSubset: context(['a', '1']) } }, { constraints: { encryptionContextSubset: context(['a', '1']) } }, true],
    ['under a stricter one', { constraints: { encryptionContextSubset: context(['a', '1']) } }, { constraints: { encryptionContextSubset: context(['a', '1'], ['b', '2']) } }, true],
    ['under one that is equal or nothing', { constraints: { encryptionContextSubset: context(['a', '1']) } }, { constraints: { encryptionContextEquals: context(['a', '1'], ['b', '2']) } }, true],
    ['under none', { constraints: { encryptionContextSubset: context(['a', '1']) } }, {}, false],
    ['under another', { constraints: { encryptionContextSubset: context(['a', '1']) } }, { constraints: { encryptionContextSubset: context(['a', '2']) } }, false],
    ['a subset of what must be equal', { constraints: { encryptionContextEquals: context(['a', '1']) } }, { constraints: { encryptionContextSubset: context(['a', '1']) } }, false],
    ['more than what must be equal', { constraints: { encryptionContextEquals: context(['a', '1']) } }, { constraints: { encryptionContextEquals: context(['a', '1'], ['b', '2']) } }, false],
    ['what must be equal', { constraints: { encryptionContextEquals: context(['a', '1']) } }, { constraints: { encryptionContextEquals: context(['a', '1']) } }, true],
  ])('gives %s: %j %j', async (_, own, given, allowed) => {
    await grant({ operations: ['CreateGrant', 'Decrypt'], ...own });
    expect(await may(grant({ granteePrincipal: alice.arn, operations: ['Decrypt'], ...given }, bob))).toBe(allowed);
  });

  it('needs it among the operations', async () => {
    await grant({ operations: ['Decrypt'] });
    expect(await may(grant({ granteePrincipal: alice.arn, operations: ['Decrypt'] }, bob))).toBe(false);
  });
});

describe('the end of a grant', () => {
  const exists = async (grantId: string): Promise<boolean> => as(root, 'ListGrants', { keyId: key.id, grantId }).then(() => true, () => false);

  it('is at once when it is revoked, by whom a policy lets', async () => {
    const { grantId } = await grant();
    await dataKey(bob);
    expect(await may(as(bob, 'RevokeGrant', { keyId: key.id, grantId }))).toBe(false);
    const before = service.accessRevision();
    await as(root, 'RevokeGrant', { keyId: key.arn, grantId });
    expect(service.accessRevision()).not.toBe(before);
    expect(await may(dataKey(bob))).toBe(false);
    expect(await refusedCall(as(root, 'RevokeGrant', { keyId: key.arn, grantId }))).toMatchObject({ code: 'NotFoundException', message: `Grant ID ${grantId} not found` });
  });

  it.each<[string, Caller, Partial<CreateGrantRequest>, boolean]>([
    ['its retiring principal', bob, { granteePrincipal: alice.arn, retiringPrincipal: bob.arn }, true],
    ["its retiring principal, a role's session", session('one'), { retiringPrincipal: ROLE }, true],
    ['its grantee, who was let', bob, { operations: ['Decrypt', 'RetireGrant'] }, true],
    ['its grantee, who was not', bob, {}, false],
    ['somebody else', bob, { granteePrincipal: alice.arn, operations: ['RetireGrant', 'Decrypt'] }, false],
    ['the root of the account', root, {}, true],
    ['whom a policy lets', alice, {}, true],
    ['the service', theService, { retiringPrincipal: alice.arn }, false],
  ])('is brought about by %s, by token and by id', async (_, caller, terms, allowed) => {
    const [first, second] = [await grant({ ...terms, name: '1' }), await grant({ ...terms, name: '2' })];
    expect(await may(as(caller, 'RetireGrant', { grantToken: first.grantToken }))).toBe(allowed);
    expect(await exists(first.grantId)).toBe(!allowed);
    if (caller.type === 'Service') return;
    expect(await may(as(caller, 'RetireGrant', { keyId: key.arn, grantId: second.grantId }))).toBe(allowed);
    expect(await exists(second.grantId)).toBe(!allowed);
  });

  it('is not told to who may not, whether there was one or not', async () => {
    const { grantId } = await grant({ granteePrincipal: alice.arn });
    const [real, made] = [await refusedCall(as(bob, 'RetireGrant', { keyId: key.arn, grantId })), await refusedCall(as(bob, 'RetireGrant', { keyId: key.arn, grantId: 'ab'.repeat(32) }))];
    expect(real).toEqual(made);
    expect(real).toMatchObject({ code: 'AccessDeniedException' });
  });

  it('makes its token useless, and does not come in a dry run', async () => {
    const { grantId, grantToken } = await grant();
    for (const request of [{ grantToken }, { keyId: key.id, grantId }]) expect((await refusedCall(as(root, 'RetireGrant', { ...request, dryRun: true }))).code).toBe('DryRunOperationException');
    expect((await refusedCall(as(root, 'RevokeGrant', { keyId: key.id, grantId, dryRun: true }))).code).toBe('DryRunOperationException');
    expect(await exists(grantId)).toBe(true);
    await as(root, 'RetireGrant', { grantToken });
    expect((await refusedCall(as(root, 'RetireGrant', { grantToken }))).code).toBe('InvalidGrantTokenException');
  });

  it('leaves nothing in the store', async () => {
    const { grantId } = await grant({ name: 'n', retiringPrincipal: alice.arn });
    for (const table of ['grant', 'grantee', 'retiree', 'granted'] as const) expect(await service.store.count(table, '')).toBe(1);
    await as(root, 'RevokeGrant', { keyId: key.id, grantId });
    for (const table of ['grant', 'grantee', 'retiree', 'granted'] as const) expect(await service.store.count(table, '')).toBe(0);
  });
});

describe('grant tokens', () => {
  it('are taken wherever they may be given, changed or cut ones are not', async () => {
    const { grantToken } = await grant();
    await as(bob, 'GenerateDataKey', { keyId: key.id, keySpec: 'AES_256', grantTokens: [grantToken] });
    await as(bob, 'DescribeKey', { keyId: key.id, grantTokens: [grantToken] });
    const bytes = Buffer.from(grantToken, 'base64');
    const wrong = [grantToken.slice(0, -4), `${grantToken}=`, ` ${grantToken}`, ...[0, 1, 20, bytes.length - 1].map((at) => Buffer.from(bytes.with(at, (bytes[at] ?? 0) ^ 1)).toString('base64'))];
    for (const token of wrong) expect(await refusedCall(as(bob, 'DescribeKey', { keyId: key.id, grantTokens: [token] }))).toMatchObject({ code: 'InvalidGrantTokenException' });
  });
});

describe('listings of grants', () => {
  it('tell a grant whole, page by page, each once, and those that are asked for', async () => {
    const constraints = { encryptionContextEquals: context(['a', '1']) };
    const named = await grant({ name: 'n', retiringPrincipal: alice.arn, constraints });
    const others = [await grant(), await grant({ granteePrincipal: alice.arn })];
    expect((await as(root, 'ListGrants', { keyId: key.arn, grantId: named.grantId })).grants).toEqual([{
      keyId: key.arn, grantId: named.grantId, name: 'n', creationDate: service.now(), granteePrincipal: bob.arn, retiringPrincipal: alice.arn,
      issuingAccount: root.arn, operations: ['Decrypt', 'GenerateDataKey', 'DescribeKey'], constraints: { encryptionContextEquals: context(['a', '1']), encryptionContextSubset: undefined, sourceArn: undefined },
    }]);
    const ids: string[] = [];
    let marker: string | undefined;
    do {
      const page = await as(root, 'ListGrants', { keyId: key.id, limit: 2, marker });
      ids.push(...page.grants.map(({ grantId }) => grantId));
      expect(page.truncated).toBe(page.nextMarker !== undefined);
      marker = page.nextMarker;
    } while (marker !== undefined);
    expect(ids).toEqual([named, ...others].map(({ grantId }) => grantId).sort());
    expect((await as(root, 'ListGrants', { keyId: key.id, granteePrincipal: alice.arn })).grants.map(({ grantId }) => grantId)).toEqual([others[1]?.grantId]);
    expect((await as(root, 'ListGrants', { keyId: key.id, granteePrincipal: alice.arn, grantId: named.grantId })).grants).toEqual([]);
  });

  it('tell what a principal may retire, over all keys', async () => {
    const other = (await as(root, 'CreateKey', {})).keyMetadata;
    const made = [await grant({ retiringPrincipal: bob.arn }), await grant({ retiringPrincipal: bob.arn, keyId: other.keyId }), await grant({ retiringPrincipal: alice.arn })];
    const first = await as(alice, 'ListRetirableGrants', { retiringPrincipal: bob.arn, limit: 1 });
    const second = await as(alice, 'ListRetirableGrants', { retiringPrincipal: bob.arn, limit: 1, marker: first.nextMarker });
    expect(second.truncated).toBe(false);
    expect([...first.grants, ...second.grants].map(({ grantId }) => grantId).sort()).toEqual(made.slice(0, 2).map(({ grantId }) => grantId).sort());
  });

  it('need a permission', async () => {
    expect(await may(as(bob, 'ListGrants', { keyId: key.id }))).toBe(false);
    await as(root, 'PutKeyPolicy', { keyId: key.id, policy: JSON.stringify(document({ Principal: { AWS: root.arn }, Action: 'kms:*' }, { Principal: { AWS: bob.arn }, Action: 'kms:ListGrants' })) });
    expect(await may(as(bob, 'ListGrants', { keyId: key.id }))).toBe(true);
  });
});

it('a key has as many grants as it may, and no more', async () => {
  const limited = service.grantsOfAtMost(3);
  const terms = { granteePrincipal: bob.arn, operations: ['Decrypt'], constraints: {} };
  const subject = await service.keyring.locate(root, { action: 'kms:CreateGrant' }, key.id);
  for (let count = 0; count < 3; count += 1) await limited.create(root, subject.key, terms);
  expect(await refusedCall(limited.create(root, subject.key, terms))).toMatchObject({ code: 'LimitExceededException', message: 'A key has at most 3 grants.', keyArn: key.arn });
});

it('a grant is there after a restart of the service', async () => {
  await grant({ name: 'kept' });
  const again = await testService(service.folder, service.rootKeyPath);
  const { grants } = await perform(again, { caller: root, requestId: 'r' }, 'ListGrants', { keyId: key.id });
  expect(grants).toMatchObject([{ name: 'kept', granteePrincipal: bob.arn }]);
  await perform(again, { caller: bob, requestId: 'r' }, 'DescribeKey', { keyId: key.id });
  await again.store.close();
});
