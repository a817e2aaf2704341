import { join } from 'node:path';
import { SessionToken, type Session } from '@coffer/iam';
import { tempDir } from '@coffer/testing';
import { alice, NOW, rootKeyFile, testService, type TestService } from '../../test/test-service.js';
import { FileRootKey } from '../keys/file-root-key.js';
import { SERVICE_OWNER } from '../keys/key.js';
import { SESSION_KEY_ALIAS } from '../keys/managed-keys.js';
import { Materials } from '../keys/materials.js';
import { replaceOwnKey } from '../keys/own-keys.js';
import { SessionKey } from './session-key.js';
import { CLAIMS_SIZE_MAX, PackedTooLarge, Sessions, TOKEN_LENGTH_MAX, type IssuedSession } from './sessions.js';

let service: TestService;
let rootKey: string;
let sessions: Sessions;
let now: Date;
const texts = new Map<string, string>();

beforeEach(async () => {
  rootKey = rootKeyFile();
  service = await testService(join(tempDir(), 'kms'), rootKey);
  now = NOW;
  texts.clear();
  sessions = new Sessions(new SessionKey(service.keyring), () => now, (arn) => texts.get(arn));
});

const session = (more: Partial<Session> = {}): Session => ({
  issuer: { type: 'User', arn: alice.arn, accountId: alice.accountId, principalId: alice.principalId, userName: 'alice' },
  issuedAt: NOW, expiresAt: new Date(NOW.getTime() + 3_600_000), policies: [], tags: new Map(), transitiveTagKeys: [], ...more,
});
const principal = { type: 'User', arn: alice.arn, accountId: alice.accountId, principalId: alice.principalId, userName: 'alice' } as const;
const issue = (more: Partial<Session> = {}, policyArns: readonly string[] = []): Promise<IssuedSession> => sessions.issue({ principal, session: session(more), policyArns });
const open = ({ token, accessKey }: IssuedSession) => sessions.open(token, accessKey.id);

describe('Sessions', () => {
  it('opens what it issued, by any instance on the same keys', async () => {
    const issued = await issue({ tags: new Map([['team', 'blue']]), sourceIdentity: 'who-it-is' });
    const other = new Sessions(new SessionKey(service.keyring), () => now, () => undefined);
    for (const which of [sessions, other]) {
      const { accessKey, principal: found, session: opened } = await which.open(issued.token, issued.accessKey.id);
      expect([accessKey.reveal(), found, opened]).toEqual([issued.accessKey.reveal(), principal, issued.session]);
    }
  });

  it('gives the same session for the same token, so that what is made of it is found again', async () => {
    const issued = await issue();
    expect((await open(issued)).session).toBe((await open(issued)).session);
  });

  it('ends a session at its time and not before', async () => {
    const issued = await issue();
    now = new Date(issued.session.expiresAt.getTime() - 1);
    await open(issued);
    now = issued.session.expiresAt;
    await expect(open(issued)).rejects.toMatchObject({ name: 'SessionError', code: 'ExpiredToken', message: 'The provided token has expired.' });
  });

  it.each<[string, (text: string) => string]>([
    ['changed', (text) => text.slice(0, -5) + (text.at(-5) === 'A' ? 'B' : 'A') + text.slice(-4)],
    ['cut', (text) => text.slice(0, -4)],
    ['with a padding', (text) => `${text}=`],
    ['in another base64', (text) => Buffer.from(text, 'base64url').toString('base64').replace(/=*$/, '==')],
    ['empty', () => ''],
    ['too long', () => 'A'.repeat(TOKEN_LENGTH_MAX + 4)],
  ])('refuses a token that is %s', async (_, change) => {
    const { token, accessKey } = await issue();
    await expect(sessions.open(new SessionToken(change(token.reveal())), accessKey.id)).rejects.toMatchObject({ code: 'InvalidToken', message: 'The provided token is malformed or otherwise invalid.' });
  });

  it("refuses a token with another session's access key, also when it was opened before", async () => {
    const [own, other] = [await issue(), await issue()];
    await open(own);
    await expect(sessions.open(own.token, other.accessKey.id)).rejects.toMatchObject({ code: 'InvalidToken' });
  });

  it('goes on when the key has new material, and ends every session when the key is replaced', async () => {
    const before = await issue();
    const { table } = service.keyring;
    const id = (await table.alias(SERVICE_OWNER, SESSION_KEY_ALIAS))?.record.targetKeyId ?? '';
    const found = (await table.key(id))!;
    const fresh = await new Materials(FileRootKey.open('COFFER_KMS_ROOT_KEY_FILE', rootKey)).create(id);
    expect(await table.commit(table.replaceKey(found, { ...found.record, materials: [...found.record.materials, fresh] }))).toBe(true);
    const rotated = await issue();
    expect(Buffer.from(rotated.token.reveal(), 'base64url').toString('hex', 17, 49)).toBe(fresh.id);
    await new Sessions(new SessionKey(service.keyring), () => now, () => undefined).open(before.token, before.accessKey.id);
    await open(rotated);
    await open(before);
    expect(await replaceOwnKey(table, SERVICE_OWNER, SESSION_KEY_ALIAS)).toBe(true);
    await expect(open(before)).rejects.toMatchObject({ code: 'InvalidToken' });
    expect((await table.key(id))?.record.enabled).toBe(false);
    await open(await issue());
    await expect(open(before)).rejects.toMatchObject({ code: 'InvalidToken' });
  });

  it('has nothing to replace before the first session', async () => {
    expect(await replaceOwnKey(service.keyring.table, SERVICE_OWNER, SESSION_KEY_ALIAS)).toBe(false);
  });

  it('looks the text of named policies up at each opening, and leaves nothing where all are gone', async () => {
    const issued = await issue({ policies: ['{"own":1}'] }, ['arn:a', 'arn:b']);
    texts.set('arn:a', '{"a":1}');
    expect((await open(issued)).session.policies).toEqual(['{"own":1}', '{"a":1}']);
    texts.set('arn:a', '{"a":2}');
    expect((await open(issued)).session.policies).toEqual(['{"own":1}', '{"a":2}']);
    const named = await issue({}, ['arn:gone']);
    expect(JSON.parse((await open(named)).session.policies[0] ?? '')).toMatchObject({ Statement: [{ Effect: 'Deny', Action: '*' }] });
  });

  it('fills a token to its limit and not a byte further', async () => {
    const noise = (length: number): string => Array.from({ length }, (_, n) => String.fromCodePoint(0x100 + ((n * 7919 + n * n * 31 + (n >> 2) * 104729) % 0x600))).join('');
    let largest = 0;
    let refused = 0;
    for (let length = 800; length < 2_400; length += 25) {
      const outcome = await issue({ sourceIdentity: noise(length) }).catch((error: unknown) => error);
      if (outcome instanceof PackedTooLarge) {
        refused += 1;
        expect(outcome.percent).toBeGreaterThan(100);
      } else {
        largest = Math.max(largest, (outcome as IssuedSession).token.reveal().length);
        await open(outcome as IssuedSession);
      }
    }
    expect(largest).toBeLessThanOrEqual(TOKEN_LENGTH_MAX);
    expect(largest).toBeGreaterThan(TOKEN_LENGTH_MAX * 0.9);
    expect(refused).toBeGreaterThan(0);
    expect(CLAIMS_SIZE_MAX).toBe(2_975);
  });

  it('keeps so many opened tokens and no more, the latest used longest', async () => {
    const few = new Sessions(new SessionKey(service.keyring), () => now, () => undefined, 2);
    const [a, b, c] = [await issue(), await issue(), await issue()];
    const of = async ({ token, accessKey }: IssuedSession): Promise<Session> => (await few.open(token, accessKey.id)).session;
    const [firstA, firstB] = [await of(a), await of(b)];
    expect(await of(a)).toBe(firstA);
    await of(c);
    expect(await of(a)).toBe(firstA);
    expect(await of(b)).not.toBe(firstB);
  });
});
