import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { CreateKeyCommand, DecryptCommand, GenerateDataKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { startProcess, tempDir, type RunningProcess } from '@coffer/testing';
import { kmsClient, refusal } from './client.js';
import { ALICE, madeUpSettings, MALLORY, ROOT } from './made-up-settings.js';

const run = promisify(execFile);

interface Told {
  readonly Events: readonly { readonly EventName: string; readonly EventId: string; readonly Username: string; readonly CloudTrailEvent: string; readonly Resources: readonly object[] }[];
  readonly NextToken?: string;
}

describe('aws cloudtrail lookup-events', () => {
  let running: RunningProcess;
  let kms: KMSClient;
  let keyArn = '';
  const lookup = async ({ accessKeyId, secretAccessKey }: typeof ROOT, ...args: readonly string[]): Promise<Told> => {
    const env = { ...process.env, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_DEFAULT_REGION: 'us-east-1', AWS_CONFIG_FILE: `${tempDir()}/none`, AWS_MAX_ATTEMPTS: '1' };
    const endpoint = `http://127.0.0.1:${String(running.ports['kms'])}`;
    const { stdout } = await run('aws', ['--endpoint-url', endpoint, '--output', 'json', 'cloudtrail', 'lookup-events', ...args], { env });
    return JSON.parse(stdout) as Told;
  };
  const refused = async (...args: Parameters<typeof lookup>): Promise<string> => {
    try {
      await lookup(...args);
    } catch (error) {
      return (error as { readonly stderr: string }).stderr;
    }
    throw new Error('it was not refused');
  };
  const by = (key: string, value: string): readonly string[] => ['--lookup-attributes', `AttributeKey=${key},AttributeValue=${value}`];

  beforeAll(async () => {
    running = await startProcess('kms-service', madeUpSettings());
    kms = kmsClient(running.ports['kms'] ?? 0, ALICE);
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    keyArn = KeyMetadata?.Arn ?? '';
    const { CiphertextBlob } = await kms.send(new GenerateDataKeyCommand({ KeyId: keyArn, KeySpec: 'AES_256', EncryptionContext: { a: 'b' } }));
    await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: { a: 'b' } }));
    await refusal(kms.send(new DecryptCommand({ CiphertextBlob })));
  });

  afterAll(async () => {
    kms.destroy();
    await running.stop();
  });

  it('finds the uses of a key by the name of the operation, newest first, the moment they were answered', async () => {
    const { Events } = await lookup(ROOT, ...by('EventName', 'Decrypt'));
    expect(Events.map(({ EventName, Username, Resources }) => [EventName, Username, Resources])).toEqual(Array.from({ length: 2 }, () => [
      'Decrypt', 'alice', [{ ResourceType: 'AWS::KMS::Key', ResourceName: keyArn }],
    ]));
    const records = Events.map(({ CloudTrailEvent }) => JSON.parse(CloudTrailEvent) as object);
    expect(records[0]).toMatchObject({ errorCode: 'InvalidCiphertextException' });
    expect(records[1]).toMatchObject({ requestParameters: { encryptionContext: { a: 'b' } }, userIdentity: { userName: 'alice' } });
  });

  it('finds by key, user, access key, source and id', async () => {
    const { Events: [event] } = await lookup(ROOT, ...by('EventName', 'GenerateDataKey'));
    for (const attribute of [by('ResourceName', keyArn), by('Username', 'alice'), by('AccessKeyId', ALICE.accessKeyId), by('EventId', event?.EventId ?? '')]) {
      expect((await lookup(ROOT, ...attribute)).Events.map(({ EventId }) => EventId)).toContain(event?.EventId);
    }
    expect((await lookup(ROOT, ...by('EventId', event?.EventId ?? ''))).Events).toHaveLength(1);
    expect((await lookup(ROOT, ...by('EventSource', 'cloudtrail.amazonaws.com'))).Events.map(({ EventName }) => EventName)).toContain('LookupEvents');
  });

  it('gives pages, which the client puts together', async () => {
    const { Events } = await lookup(ROOT, ...by('Username', 'alice'), '--page-size', '1');
    expect(Events.map(({ EventName }) => EventName)).toEqual(['Decrypt', 'Decrypt', 'GenerateDataKey', 'CreateKey']);
    const first = await lookup(ROOT, ...by('Username', 'alice'), '--max-items', '2');
    expect(first.Events).toHaveLength(2);
  });

  it('keeps to times', async () => {
    expect((await lookup(ROOT, '--start-time', '2099-01-01T00:00:00Z')).Events).toEqual([]);
    expect((await lookup(ROOT, ...by('EventName', 'CreateKey'), '--start-time', '2020-01-01T00:00:00Z', '--end-time', '2099-01-01T00:00:00Z')).Events).toHaveLength(1);
  });

  it("is refused to whoever no policy lets, in AWS's words, and that is recorded", async () => {
    expect(await refused(ALICE)).toContain(
      'An error occurred (AccessDeniedException) when calling the LookupEvents operation: User: arn:aws:iam::000000000000:user/alice is not authorized to perform: cloudtrail:LookupEvents'
      + ' on resource: * because no identity-based policy allows the cloudtrail:LookupEvents action',
    );
    const { Events } = await lookup(ROOT, ...by('EventName', 'LookupEvents'));
    expect(JSON.parse(Events.find(({ Username }) => Username === 'alice')?.CloudTrailEvent ?? '')).toMatchObject({ errorCode: 'AccessDeniedException', eventSource: 'cloudtrail.amazonaws.com' });
    expect(await refused(MALLORY)).toContain('AccessDeniedException');
  });

  it.each([
    ['InvalidTimeRangeException', ['--start-time', '2026-01-02T00:00:00Z', '--end-time', '2026-01-01T00:00:00Z']],
    ['InvalidMaxResultsException', ['--max-results', '51']],
    ['InvalidNextTokenException', ['--next-token', 'made-up']],
    ['InvalidLookupAttributesException', ['--lookup-attributes', 'AttributeKey=EventName,AttributeValue=a', 'AttributeKey=EventName,AttributeValue=b']],
  ])('answers %s', async (code, args) => {
    expect(await refused(ROOT, ...args)).toContain(`An error occurred (${code}) when calling the LookupEvents operation`);
  });

  it('says which operations of CloudTrail there are not', async () => {
    const env = { ...process.env, AWS_ACCESS_KEY_ID: ROOT.accessKeyId, AWS_SECRET_ACCESS_KEY: ROOT.secretAccessKey, AWS_DEFAULT_REGION: 'us-east-1', AWS_MAX_ATTEMPTS: '1' };
    const call = run('aws', ['--endpoint-url', `http://127.0.0.1:${String(running.ports['kms'])}`, 'cloudtrail', 'list-trails'], { env });
    await expect(call).rejects.toMatchObject({ stderr: expect.stringContaining('UnsupportedOperationException') as string });
  });
});
