import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir } from '@coffer/testing';
import { LiveIdentities } from '../src/index.js';

const page = readFileSync(join(import.meta.dirname, '../../../docs/identities.md'), 'utf8');

describe('docs/identities.md', () => {
  it('shows a document that is taken as it stands', () => {
    const [, yaml = ''] = /```yaml\n([^]*?)```/.exec(page) ?? [];
    const directory = tempDir();
    writeFileSync(join(directory, 'a.yaml'), yaml);
    writeFileSync(join(directory, 'alice.txt'), 'made-up-secret-9876543210\n');
    const identities = LiveIdentities.load({ accountId: '000000000000', identities: directory, rootAccessKeyId: undefined, rootSecretAccessKey: undefined }).current();
    const alice = identities.user('arn:aws:iam::000000000000:user/alice');
    expect(alice).toMatchObject({ permissionsBoundary: { name: 'team-base' }, groups: [{ name: 'readers' }], policies: [{ name: 'own-prefix' }] });
    expect([alice?.accessKeys.length, alice?.attachedPolicies.length]).toEqual([2, 2]);
    expect(identities.find('AKIAALICE0000000000A')?.tags).toEqual(new Map([['team', 'blue']]));
    expect(identities.accessKeyOf('AKIAALICE0000000000B')?.active).toBe(false);
    expect(identities.role('arn:aws:iam::000000000000:role/backup')).toMatchObject({ maxSessionSeconds: 7_200, description: 'Nightly copies' });
    expect(identities.provider('kubernetes.default.svc', '000000000000')).toMatchObject({ keys: { from: 'file', file: join(directory, 'keys.json') }, caFile: join(directory, 'ca.pem') });
  });
});
