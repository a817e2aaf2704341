import { alice, openObjects, type OpenObjects } from '../../test/support/open-objects.js';

import { compileBucketPolicy } from '../access/bucket-policy.js';
import { EVERYTHING_BLOCKED } from '../access/public-access-block.js';
import { StorageError } from '../errors/storage-error.js';

const policy = compileBucketPolicy('b', '{"Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::b/*"}]}');
let open: OpenObjects;

beforeEach(async () => {
  open = await openObjects();
  await open.objects.createBucket(alice, 'b');
});

describe('changeBucket', () => {
  it('finds a new bucket with everything blocked and no policy', async () => {
    expect(await open.objects.bucket('b')).toMatchObject({ publicAccessBlock: EVERYTHING_BLOCKED, policy: undefined, ownerAccountId: alice.accountId });
  });

  it('keeps what was put, beside what the bucket was', async () => {
    const before = await open.objects.bucket('b');
    await open.objects.changeBucket('b', () => ({ policy, publicAccessBlock: undefined }));
    const { policy: kept, ...after } = await open.objects.bucket('b');
    expect(after).toEqual({ name: 'b', created: before.created, region: before.region, ownerAccountId: before.ownerAccountId, publicAccessBlock: undefined, encryption: before.encryption, versioning: 'unversioned' });
    expect(kept?.policy.text).toBe(policy.policy.text);
  });

  it('loses neither of two changes at a time', async () => {
    const block = { ...EVERYTHING_BLOCKED, restrictPublicBuckets: false };
    await Promise.all([
      open.objects.changeBucket('b', ({ publicAccessBlock }) => ({ policy, publicAccessBlock })),
      open.objects.changeBucket('b', (current) => ({ policy: current.policy, publicAccessBlock: block })),
    ]);
    expect(await open.objects.bucket('b')).toMatchObject({ publicAccessBlock: block, policy: { policy: { text: policy.policy.text } } });
  });

  it('leaves the bucket when the change refuses', async () => {
    const refuse = () => { throw new StorageError('AccessDenied', 'no'); };
    await expect(open.objects.changeBucket('b', refuse)).rejects.toMatchObject({ code: 'AccessDenied' });
    expect(await open.objects.bucket('b')).toMatchObject({ policy: undefined });
  });

  it('is refused for a bucket that is not there', async () => {
    await expect(open.objects.changeBucket('absent', (current) => current)).rejects.toMatchObject({ code: 'NoSuchBucket' });
  });
});
