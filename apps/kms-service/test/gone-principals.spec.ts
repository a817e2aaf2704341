import { writeFileSync } from 'node:fs';
import { CreateGrantCommand, CreateKeyCommand, EncryptCommand } from '@aws-sdk/client-kms';
import { AssumeRoleCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { afterTests, startProcess } from '@coffer/testing';
import { kmsClient, refusal } from './client.js';
import { ALICE } from './made-up-settings.js';
import { ACCOUNT, allow, BOB, credentialsFrom, roleArn, settingsWith, stsClient, trust } from './sts-lab.js';

const userArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:user/${name}`;
const alice = { name: 'alice', accessKeys: [{ id: ALICE.accessKeyId, secret: ALICE.secretAccessKey }], policies: [{ name: 'all', document: allow('*') }] };
const bob = { name: 'bob', accessKeys: [{ id: BOB.accessKeyId, secret: BOB.secretAccessKey }] };
const worker = { name: 'worker', trust: trust({ AWS: userArn('bob') }, 'sts:AssumeRole') };
const identities = (users: readonly object[], roles: readonly object[]): object => ({ accounts: [{ id: ACCOUNT, users, roles }] });

/** A key policy that names everybody who is asked for here, by each of their names, and everyone. */
const policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' },
    { Effect: 'Allow', Principal: { AWS: [userArn('bob'), roleArn('worker'), `arn:aws:sts::${ACCOUNT}:assumed-role/worker/night`, '*'] }, Action: 'kms:Encrypt', Resource: '*' },
  ],
});

it('refuses sessions of users and roles that are gone, whatever policy or grant still names them', async () => {
  const settings = settingsWith(identities([alice, bob], [worker]));
  const running = await startProcess('kms-service', { ...settings, COFFER_IDENTITIES_RELOAD_SECONDS: '0', COFFER_LOG_LEVEL: 'info' });
  afterTests(() => running.stop().then(() => undefined));
  const port = running.ports['kms'] ?? 0;
  const sts = stsClient(port, BOB);
  const [ofUser, ofRole] = [await sts.send(new GetSessionTokenCommand({})), await sts.send(new AssumeRoleCommand({ RoleArn: roleArn('worker'), RoleSessionName: 'night' }))];
  const { KeyMetadata } = await kmsClient(port, ALICE).send(new CreateKeyCommand({ Policy: policy }));
  const KeyId = KeyMetadata?.KeyId ?? '';
  for (const GranteePrincipal of [userArn('bob'), roleArn('worker')]) await kmsClient(port, ALICE).send(new CreateGrantCommand({ KeyId, GranteePrincipal, Operations: ['Encrypt'] }));
  const sessions = [ofUser, ofRole].map(({ Credentials }) => credentialsFrom(Credentials));
  const encrypt = (credentials: (typeof sessions)[number]) => kmsClient(port, credentials).send(new EncryptCommand({ KeyId, Plaintext: Buffer.from('x') }));
  for (const session of sessions) expect((await encrypt(session)).CiphertextBlob).toBeDefined();

  writeFileSync(settings['COFFER_IDENTITIES'] ?? '', JSON.stringify(identities([alice], [])));
  process.kill(running.pid, 'SIGHUP');
  while (!running.output().includes('"msg":"identities were reloaded"')) await new Promise((resolve) => { setTimeout(resolve, 50); });
  for (const session of sessions) {
    expect(await refusal(encrypt(session))).toMatchObject({ name: 'AccessDeniedException', message: expect.stringContaining('because no identity-based policy allows the kms:Encrypt action') as string });
  }
});
