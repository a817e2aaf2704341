import {
  CreateBucketCommand, DeleteBucketPolicyCommand, DeletePublicAccessBlockCommand, GetBucketPolicyCommand, GetBucketPolicyStatusCommand, GetObjectCommand,
  GetPublicAccessBlockCommand, HeadBucketCommand, PutBucketPolicyCommand, PutObjectCommand, PutPublicAccessBlockCommand, type S3Client,
} from '@aws-sdk/client-s3';
import { startProcess } from '@coffer/testing';

import { ALICE, MALLORY, refused, s3Client, startLab, type Lab } from './lab.js';
import { allow, arnOf, person } from './people.js';

const setter = person('setter', [allow(['s3:PutBucketPolicy', 's3:GetBucketPolicy'])]);
const BLOCKED = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
let lab: Lab;
let s3: S3Client;
let count = 0;

beforeAll(async () => {
  lab = await startLab({}, [setter]);
  s3 = lab.s3();
});

async function newBucket(): Promise<string> {
  const Bucket = `policy-${(count += 1)}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  return Bucket;
}

const policyOf = (Bucket: string, more: object = {}) => JSON.stringify({
  Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:user/mallory' }, Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*`, ...more }],
});
const put = (Bucket: string, Policy: string, client = s3, more: object = {}) => client.send(new PutBucketPolicyCommand({ Bucket, Policy, ...more }));
const get = async (Bucket: string, client = s3) => (await client.send(new GetBucketPolicyCommand({ Bucket }))).Policy;

describe('a bucket policy', () => {
  it('comes back byte for byte, and goes', async () => {
    const Bucket = await newBucket();
    const policy = `  ${policyOf(Bucket).replace('{', '{\n\t "Id": "é",')}\n`.trimStart();
    expect((await put(Bucket, policy)).$metadata.httpStatusCode).toBe(204);
    expect(await get(Bucket)).toBe(policy);
    expect((await s3.send(new GetBucketPolicyStatusCommand({ Bucket }))).PolicyStatus).toEqual({ IsPublic: false });
    expect((await s3.send(new DeleteBucketPolicyCommand({ Bucket }))).$metadata.httpStatusCode).toBe(204);
    const none = { status: 404, code: 'NoSuchBucketPolicy', message: 'The bucket policy does not exist', BucketName: Bucket };
    expect(await refused(get(Bucket))).toMatchObject(none);
    expect(await refused(s3.send(new GetBucketPolicyStatusCommand({ Bucket })))).toMatchObject(none);
    await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
  });

  it('is there after a restart', async () => {
    const own = await startLab();
    const before = own.s3();
    await before.send(new CreateBucketCommand({ Bucket: 'kept' }));
    await put('kept', policyOf('kept'), before);
    await before.send(new DeletePublicAccessBlockCommand({ Bucket: 'kept' }));
    await own.storage.stop();
    const again = s3Client((await startProcess('storage-service', own.storageSettings)).ports['s3'] ?? 0);
    expect(await get('kept', again)).toBe(policyOf('kept'));
    expect(await refused(again.send(new GetPublicAccessBlockCommand({ Bucket: 'kept' })))).toMatchObject({ status: 404 });
  });

  it.each([
    ['what is no JSON', () => 'no', 'MalformedPolicy', "Policies must be valid JSON and the first byte must be '{'", 'The policy is not well-formed JSON'],
    ['another bucket', (Bucket: string) => policyOf(Bucket, { Resource: 'arn:aws:s3:::other/*' }), 'MalformedPolicy', 'Policy has invalid resource', 'Statement[0].Resource: arn:aws:s3:::other/* is outside of the bucket'],
    ['a principal that is none', (Bucket: string) => policyOf(Bucket, { Principal: { AWS: 'mallory' } }), 'MalformedPolicy', 'Invalid principal in policy', expect.stringContaining('Statement[0].Principal.AWS: ') as string],
    ['a policy past the limit', (Bucket: string) => policyOf(Bucket) + ' '.repeat(20_481 - policyOf(Bucket).length), 'PolicyTooLarge', 'Policy exceeds the maximum allowed document size.', undefined],
  ])('is refused for %s, and the one that was there stays', async (_, policy, code, message, Detail) => {
    const Bucket = await newBucket();
    await put(Bucket, policyOf(Bucket));
    expect(await refused(put(Bucket, policy(Bucket)))).toMatchObject({ status: 400, code, message, ...(Detail !== undefined && { Detail }) });
    expect(await get(Bucket)).toBe(policyOf(Bucket));
  });

  it('is taken at the limit', async () => {
    const Bucket = await newBucket();
    const policy = policyOf(Bucket) + ' '.repeat(20_480 - policyOf(Bucket).length);
    await put(Bucket, policy);
    expect(await get(Bucket)).toBe(policy);
  });

  it('is refused where its author could not change it again, until that is confirmed', async () => {
    const Bucket = await newBucket();
    const lockout = policyOf(Bucket, { Effect: 'Deny', Principal: { AWS: arnOf(setter) }, Action: 's3:PutBucketPolicy', Resource: `arn:aws:s3:::${Bucket}` });
    const client = lab.s3({ credentials: setter });
    expect(await refused(put(Bucket, lockout, client))).toMatchObject({ status: 400, code: 'InvalidRequest', message: 'The new bucket policy will not allow you to update the bucket policy in the future.' });
    expect(await refused(get(Bucket))).toMatchObject({ code: 'NoSuchBucketPolicy' });
    await put(Bucket, lockout, client, { ConfirmRemoveSelfBucketAccess: true });
    expect(await refused(put(Bucket, policyOf(Bucket), client))).toMatchObject({
      status: 403, code: 'AccessDenied',
      message: `User: ${arnOf(setter)} is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::${Bucket}" with an explicit deny in a resource-based policy`,
    });
  });

  it("that denies everybody leaves the account's root the policy, and nothing else", async () => {
    const Bucket = await newBucket();
    const policy = policyOf(Bucket, { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`] });
    await put(Bucket, policy);
    expect(await refused(s3.send(new HeadBucketCommand({ Bucket })))).toMatchObject({ status: 403 });
    expect(await refused(get(Bucket, lab.s3({ credentials: ALICE })))).toMatchObject({ status: 403, code: 'AccessDenied' });
    expect(await get(Bucket)).toBe(policy);
    await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
    await s3.send(new HeadBucketCommand({ Bucket }));
  });

  it("is for the owner's account alone, even where it lets others", async () => {
    const Bucket = await newBucket();
    const mallory = lab.s3({ credentials: MALLORY });
    await put(Bucket, policyOf(Bucket, { Action: ['s3:GetBucketPolicy', 's3:PutBucketPolicy', 's3:DeleteBucketPolicy', 's3:GetBucketPolicyStatus'], Resource: `arn:aws:s3:::${Bucket}` }));
    for (const act of [() => get(Bucket, mallory), () => put(Bucket, policyOf(Bucket), mallory), () => mallory.send(new DeleteBucketPolicyCommand({ Bucket }))]) {
      expect(await refused(act())).toMatchObject({ status: 405, code: 'MethodNotAllowed', message: 'The specified method is not allowed against this resource.' });
    }
    expect((await mallory.send(new GetBucketPolicyStatusCommand({ Bucket }))).PolicyStatus).toEqual({ IsPublic: false });
  });

  it('is nobody else\'s to see or to set', async () => {
    const Bucket = await newBucket();
    const mallory = lab.s3({ credentials: MALLORY });
    for (const act of [() => get(Bucket, mallory), () => put(Bucket, policyOf(Bucket), mallory), () => mallory.send(new DeleteBucketPolicyCommand({ Bucket }))]) {
      expect(await refused(act())).toMatchObject({ status: 403, code: 'AccessDenied', message: 'Access Denied' });
    }
  });
});

describe('a public access block', () => {
  const block = async (Bucket: string) => (await s3.send(new GetPublicAccessBlockCommand({ Bucket }))).PublicAccessBlockConfiguration;
  const setBlock = (Bucket: string, PublicAccessBlockConfiguration: object) => s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
  const publicPolicy = (Bucket: string) => policyOf(Bucket, { Principal: '*' });

  it('blocks everything on a new bucket, is set, and goes', async () => {
    const Bucket = await newBucket();
    expect(await block(Bucket)).toEqual(BLOCKED);
    expect((await setBlock(Bucket, { BlockPublicAcls: true })).$metadata.httpStatusCode).toBe(200);
    expect(await block(Bucket)).toEqual({ BlockPublicAcls: true, IgnorePublicAcls: false, BlockPublicPolicy: false, RestrictPublicBuckets: false });
    expect((await s3.send(new DeletePublicAccessBlockCommand({ Bucket }))).$metadata.httpStatusCode).toBe(204);
    expect(await refused(block(Bucket))).toMatchObject({ status: 404, code: 'NoSuchPublicAccessBlockConfiguration', message: 'The public access block configuration was not found' });
  });

  it('refuses a public policy, in the words of AWS, and takes it when it is off', async () => {
    const Bucket = await newBucket();
    expect(await refused(put(Bucket, publicPolicy(Bucket)))).toMatchObject({
      status: 403, code: 'AccessDenied',
      message: `User: arn:aws:iam::000000000000:root is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::${Bucket}" because public policies are blocked by the BlockPublicPolicy block public access setting.`,
    });
    await setBlock(Bucket, { ...BLOCKED, BlockPublicPolicy: false });
    await put(Bucket, publicPolicy(Bucket));
    expect((await s3.send(new GetBucketPolicyStatusCommand({ Bucket }))).PolicyStatus).toEqual({ IsPublic: true });
  });

  it('keeps strangers from a bucket with a public policy while it restricts, and from the next request on not', async () => {
    const Bucket = await newBucket();
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'public' }));
    await setBlock(Bucket, { ...BLOCKED, BlockPublicPolicy: false });
    await put(Bucket, publicPolicy(Bucket));
    const read = (client: S3Client) => client.send(new GetObjectCommand({ Bucket, Key: 'a' })).then(({ Body }) => Body?.transformToString());
    const anonymous = () => fetch(`http://127.0.0.1:${String(lab.port)}/${Bucket}/a`);
    const mallory = lab.s3({ credentials: MALLORY });
    expect(await refused(read(mallory))).toMatchObject({ status: 403, message: 'Access Denied' });
    expect((await anonymous()).status).toBe(403);
    expect(await read(lab.s3({ credentials: ALICE }))).toBe('public');
    await setBlock(Bucket, {});
    expect(await read(mallory)).toBe('public');
    expect(await (await anonymous()).text()).toBe('public');
    await setBlock(Bucket, { RestrictPublicBuckets: true });
    expect(await refused(read(mallory))).toMatchObject({ status: 403 });
    expect((await anonymous()).status).toBe(403);
  });
});
