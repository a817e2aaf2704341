import type { KeptIdentities } from '@coffer/kms-client';

import { followKmsIdentities } from './follow-kms-identities.js';

const RETRY_MS = 5;

describe('followKmsIdentities', () => {
  const taken: unknown[] = [];
  const known: string[] = [];
  const warned: string[] = [];
  let answers: (() => Promise<KeptIdentities>)[] = [];
  let tell: (revision: string) => void = () => undefined;
  const note = (message: string): void => { warned.push(message); };
  const log = { trace: note, debug: note, info: note, warn: note, error: note, child: () => log };
  const kms = {
    onIdentitiesChanged: (listener: (revision: string) => void) => { tell = listener; },
    identities: (revision: string) => {
      known.push(revision);
      return answers.shift()?.() ?? Promise.resolve({ revision });
    },
  };
  const follow = (): ReturnType<typeof followKmsIdentities> => followKmsIdentities(kms, { put: (name, document) => { taken.push([name, document]); return []; } }, log, RETRY_MS);
  const settle = (ms = 0): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms); });
  beforeEach(() => {
    for (const list of [taken, known, warned]) list.length = 0;
    answers = [];
  });

  it('takes in what the KMS keeps when it says that it is another, and names what it has', async () => {
    const following = follow();
    answers = [() => Promise.resolve({ revision: 'r1', document: { accounts: [] } }), () => Promise.resolve({ revision: 'r2', document: { accounts: [1] } })];
    tell('r1');
    await settle();
    tell('r2');
    await settle();
    expect(taken).toEqual([['IAM API', { accounts: [] }], ['IAM API', { accounts: [1] }]]);
    expect(known).toEqual(['', 'r1']);
    following.close();
  });

  it('asks again after a change that came while it asked', async () => {
    const following = follow();
    tell('r1');
    tell('r2');
    await settle(1);
    expect(known).toHaveLength(2);
    following.close();
  });

  it('tries again after a failure, until it is closed', async () => {
    const following = follow();
    answers = [() => Promise.reject(new Error('away')), () => Promise.resolve({ revision: 'r1', document: { accounts: [] } })];
    tell('r1');
    await settle(RETRY_MS * 20);
    expect(taken).toHaveLength(1);
    expect(warned).toEqual(['the identities that the key service keeps could not be taken in']);
    answers = [() => Promise.reject(new Error('away'))];
    tell('r2');
    await settle(1);
    following.close();
    const count = known.length;
    await settle(RETRY_MS * 20);
    expect(known).toHaveLength(count);
  });
});
