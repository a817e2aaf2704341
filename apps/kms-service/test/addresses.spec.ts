import { ListKeysCommand } from '@aws-sdk/client-kms';
import { afterTests, startProcess } from '@coffer/testing';
import { exportedEvents } from './audit-command.js';
import { kmsClient, refusal } from './client.js';
import { ALICE, BOB } from './made-up-settings.js';
import { ACCOUNT, allow, settingsWith } from './sts-lab.js';

const limited = (Condition: object): object => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'kms:*', Resource: '*', Condition }] });

it('knows a client by its IPv4 address where it listens for IPv6 too: in conditions that compare texts, and in events', async () => {
  const users = [
    { name: 'alice', accessKeys: [{ id: ALICE.accessKeyId, secret: ALICE.secretAccessKey }], policies: [{ name: 'here', document: limited({ StringEquals: { 'aws:SourceIp': '127.0.0.1' } }) }] },
    { name: 'bob', accessKeys: [{ id: BOB.accessKeyId, secret: BOB.secretAccessKey }], policies: [{ name: 'elsewhere', document: limited({ StringNotEquals: { 'aws:SourceIp': '127.0.0.1' } }) }, { name: 'one', document: allow('kms:CreateKey') }] },
  ];
  const settings = { ...settingsWith({ accounts: [{ id: ACCOUNT, users }] }), COFFER_HOST: '::' };
  const running = await startProcess('kms-service', settings);
  afterTests(() => running.stop().then(() => undefined));
  const port = running.ports['kms'] ?? 0;
  await kmsClient(port, ALICE).send(new ListKeysCommand({}));
  expect(await refusal(kmsClient(port, BOB).send(new ListKeysCommand({})))).toMatchObject({ name: 'AccessDeniedException' });
  const events = (await exportedEvents(settings)) as readonly { readonly sourceIPAddress?: string }[];
  expect(events.map(({ sourceIPAddress }) => sourceIPAddress)).toEqual(['127.0.0.1', '127.0.0.1']);
});
