import { AccessKey, SessionToken, type Session } from '@coffer/iam';
import { KmsClientError, type OpenedSession } from '@coffer/kms-client';

import { HeldSessions, SESSION_HELD_MS, SESSIONS_OPENING_MAX } from './held-sessions.js';
import { REFUSALS_HELD_MS } from './refused-tokens.js';

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
    held = new HeldSessions({ openSession: (given, accessKeyId) => { asked.push(`${accessKeyId} ${given.reveal()}`); return answer(); } }, () => now, { held: 2, opening: 2, refused: 2 });
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
  ] as const)("tells the KMS's %s in S3's words, and asks again after a moment", async (code, refusal) => {
    answer = () => Promise.reject(new KmsClientError(code, 'no'));
    await expect(held.open(token, 'ASIAX')).rejects.toMatchObject(refusal);
    now = NOW + REFUSALS_HELD_MS;
    answer = () => Promise.resolve(openedUntil(NOW + 3_600_000));
    await held.open(token, 'ASIAX');
    expect(asked).toHaveLength(2);
  });

  it('takes a refusal for a moment, of that token with that access key, and not that the KMS is away', async () => {
    answer = () => Promise.reject(new KmsClientError('UnrecognizedClientException', 'no'));
    await expect(held.open(token, 'ASIAX')).rejects.toMatchObject({ code: 'InvalidToken' });
    now = NOW + REFUSALS_HELD_MS - 1;
    await expect(held.open(token, 'ASIAX')).rejects.toMatchObject({ code: 'InvalidToken' });
    expect(asked).toEqual(['ASIAX a-token']);
    answer = () => Promise.resolve(openedUntil(NOW + 3_600_000));
    await held.open(token, 'ASIAY');
    expect(asked).toHaveLength(2);
    const other = new SessionToken('other');
    answer = () => Promise.reject(new KmsClientError('Unavailable', 'no'));
    for (let n = 0; n < 2; n += 1) await expect(held.open(other, 'ASIAX')).rejects.toMatchObject({ code: 'ServiceUnavailable' });
    expect(asked).toHaveLength(4);
    expect(REFUSALS_HELD_MS).toBe(5_000);
  });

  it('holds so many refusals and no more, and forgets them when told', async () => {
    answer = () => Promise.reject(new KmsClientError('ExpiredTokenException', 'no'));
    const refuse = (...texts: string[]) => Promise.all(texts.map((text) => expect(held.open(new SessionToken(text), 'ASIAX')).rejects.toMatchObject({ code: 'ExpiredToken' })));
    for (const text of ['a', 'b', 'a', 'b']) await refuse(text);
    expect(asked).toHaveLength(2);
    for (const text of ['c', 'b', 'a']) await refuse(text);
    expect(asked).toHaveLength(4);
    held.clear();
    await refuse('a');
    expect(asked).toHaveLength(5);
  });

  it('asks so much at one time and no more, and goes on when there is an answer', async () => {
    const answers: ((opened: OpenedSession) => void)[] = [];
    answer = () => new Promise((resolve) => { answers.push(resolve); });
    const open = (text: string): Promise<OpenedSession> => held.open(new SessionToken(text), 'ASIAX');
    const [a, b] = [open('a'), open('b')];
    await expect(open('c')).rejects.toMatchObject({ code: 'SlowDown', message: 'Please reduce your request rate.' });
    const again = open('a');
    expect(asked).toHaveLength(2);
    answers[0]?.(openedUntil(NOW + 1_000));
    expect(await again).toBe(await a);
    const c = open('c');
    for (const give of answers) give(openedUntil(NOW + 1_000));
    answers[2]?.(openedUntil(NOW + 1_000));
    await Promise.all([b, c]);
    expect(asked).toHaveLength(3);
    expect(SESSIONS_OPENING_MAX).toBe(64);
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
