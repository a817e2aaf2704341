import { AccessKey, SessionToken, type Session } from '@coffer/iam';
import { KmsClientError, type OpenedSession } from '@coffer/kms-client';

import { HeldSessions, SESSION_HELD_MS } from './held-sessions.js';

const NOW = Date.parse('2026-01-02T03:04:05Z');
const issuer = { type: 'Role', arn: 'arn:aws:iam::000000000000:role/worker', accountId: '000000000000', principalId: 'AROA', userName: 'worker' } as const;

function openedUntil(expiresAt: number): OpenedSession {
  const session: Session = { issuer, issuedAt: new Date(NOW), expiresAt: new Date(expiresAt), policies: [], tags: new Map(), transitiveTagKeys: [] };
  const principal = { type: 'AssumedRole', arn: 'arn:aws:sts::000000000000:assumed-role/worker/x', accountId: '000000000000', principalId: 'AROA:x' } as const;
  return { accessKey: new AccessKey('ASIAX', 'secret'), principal, session };
}

describe('HeldSessions', () => {
  const token = new SessionToken('a-token');
  let asked: string[] = [];
  let now = NOW;
  let answer: () => Promise<OpenedSession>;
  let held: HeldSessions;
  beforeEach(() => {
    [asked, now, answer] = [[], NOW, () => Promise.resolve(openedUntil(NOW + 3_600_000))];
    held = new HeldSessions({ openSession: (given, accessKeyId) => { asked.push(`${accessKeyId} ${given.reveal()}`); return answer(); } }, () => now, 2);
  });

  it('asks once for a minute, also for requests at the same time', async () => {
    const both = await Promise.all([held.open(token, 'ASIAX'), held.open(token, 'ASIAX')]);
    expect(both[0]).toBe(both[1]);
    now = NOW + SESSION_HELD_MS - 1;
    await held.open(token, 'ASIAX');
    expect(asked).toEqual(['ASIAX a-token']);
    now = NOW + SESSION_HELD_MS;
    await held.open(token, 'ASIAX');
    expect(asked).toHaveLength(2);
    expect(SESSION_HELD_MS).toBe(60_000);
  });

  it('ends a session at its time, though it is held', async () => {
    answer = () => Promise.resolve(openedUntil(NOW + 1_000));
    await held.open(token, 'ASIAX');
    now = NOW + 1_000;
    await expect(held.open(token, 'ASIAX')).rejects.toMatchObject({ code: 'ExpiredToken', message: 'The provided token has expired.' });
    expect(asked).toHaveLength(1);
  });

  it('refuses a held token with another access key without asking', async () => {
    await held.open(token, 'ASIAX');
    await expect(held.open(token, 'ASIAY')).rejects.toMatchObject({ code: 'InvalidToken' });
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['UnrecognizedClientException', { code: 'InvalidToken', message: 'no' }],
    ['ExpiredTokenException', { code: 'ExpiredToken', message: 'no' }],
    ['Unavailable', { code: 'ServiceUnavailable', retryAfterSeconds: 1 }],
  ] as const)("tells the KMS's %s in S3's words, and asks again the next time", async (code, refusal) => {
    answer = () => Promise.reject(new KmsClientError(code, 'no'));
    await expect(held.open(token, 'ASIAX')).rejects.toMatchObject(refusal);
    answer = () => Promise.resolve(openedUntil(NOW + 3_600_000));
    await held.open(token, 'ASIAX');
    expect(asked).toHaveLength(2);
  });

  it('holds so many and no more, the latest used longest, and forgets all when told', async () => {
    const [a, b, c] = ['a', 'b', 'c'].map((text) => new SessionToken(text)) as [SessionToken, SessionToken, SessionToken];
    for (const each of [a, b, a, c, a]) await held.open(each, 'ASIAX');
    expect(asked).toHaveLength(3);
    await held.open(b, 'ASIAX');
    expect(asked).toHaveLength(4);
    held.clear();
    await held.open(b, 'ASIAX');
    expect(asked).toHaveLength(5);
  });
});
