import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { decide } from '@coffer/iam';

import type { Bench, Suite } from '../bench.js';
import { sampleCaller, samplePolicies, sampleRequest, sampleStanding } from '../micro/decision.js';
import { microsecondsOf } from '../micro/measured.js';
import { ACCOUNT, freshCredentials, startCoffer } from '../services/coffer.js';
import { interleave } from '../stats/interleave.js';
import { comparedRow, type RowTitle } from '../stats/row.js';
import { createBucket, SSE_KMS_BUCKET_KEY } from './s3-requests.js';
import { sendSmall, type Load, type Side } from './small-requests.js';

const DECISION: RowTitle = { name: 'decision, 20 statements, against a 4 KiB GET', unit: 'us', target: { bound: 'at most', value: 0.1 } };
const BY_USER: RowTitle = { name: '4 KiB GET by a user with 20 statements, against the root', unit: 'requests/s', target: { bound: 'at least', value: 0.9 } };

const put: Load = { method: 'PUT', headers: SSE_KMS_BUCKET_KEY, names: () => 'policies' };
const get: Load = { method: 'GET', headers: [], names: () => 'policies' };

/** What policies cost: a decision by itself against the whole of what it decides on, and a door that decides against one that need not. */
export const policies: Suite = {
  rows: [DECISION.name, BY_USER.name],

  async *run(bench, wanted) {
    const user = freshCredentials();
    await using coffer = await startCoffer(bench, join(bench.dir, 'coffer'), { settings: { COFFER_IDENTITIES: identitiesFile(bench.dir, user) } });
    await createBucket(bench.client, coffer);
    const { s3Port: port, credentials } = coffer;
    const root = { port, pids: [coffer.storage.pid, coffer.kms.pid], credentials };
    const byUser = { ...root, credentials: user };
    await sendSmall(bench, root, put, 0);
    if (wanted.has(DECISION.name)) yield comparedRow(DECISION, await interleave(bench.rounds, getMicroseconds(bench, byUser), decisionMicroseconds()), 'processor time of one GET, both services');
    if (wanted.has(BY_USER.name)) yield comparedRow(BY_USER, await interleave(bench.rounds, getRate(bench, root), getRate(bench, byUser)));
  },
};

function identitiesFile(dir: string, { accessKeyId, secretAccessKey }: { readonly accessKeyId: string; readonly secretAccessKey: string }): string {
  const file = join(dir, 'identities.json');
  const user = { name: 'bench', tags: { team: 'blue' }, accessKeys: [{ id: accessKeyId, secret: secretAccessKey }], attachedPolicies: samplePolicies.map(({ name }) => name) };
  writeFileSync(file, JSON.stringify({ accounts: [{ id: ACCOUNT, policies: samplePolicies, users: [user] }] }), { mode: 0o600 });
  return file;
}

function getMicroseconds(bench: Bench, side: Side): (round: number) => Promise<number> {
  return async (round) => (await sendSmall(bench, side, get, round)).cpuUs.reduce((sum, us) => sum + us, 0);
}

function getRate(bench: Bench, side: Side): (round: number) => Promise<number> {
  return async (round) => {
    const { count, seconds } = await sendSmall(bench, side, get, round);
    return count / seconds;
  };
}

function decisionMicroseconds(): () => Promise<number> {
  const [standing, caller, now] = [sampleStanding(), sampleCaller(), new Date()];
  return () => microsecondsOf(() => decide(sampleRequest(caller, standing, now)));
}
