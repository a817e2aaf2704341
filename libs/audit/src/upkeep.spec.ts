import { createLog } from '@coffer/service';
import { tempDir, testCaller } from '@coffer/testing';
import { DigestExporter } from './digests/digest-exporter.js';
import { DigestKey } from './digests/digest-key.js';
import type { DigestProgress } from './digests/digest-progress.js';
import type { DigestStore } from './digests/digest-store.js';
import { DirectoryDigestStore } from './digests/directory-digest-store.js';
import { EventIds } from './event-id.js';
import { LmdbAuditLog } from './lmdb-audit-log.js';
import { Upkeep } from './upkeep.js';
import { verifyAudit } from './verify.js';

const DAY_MS = 86_400_000;
const place = { accountId: '000000000000', region: 'us-east-1' };

describe('Upkeep', () => {
  const eventIds = new EventIds();
  const clock = { ms: Date.now() };
  const lines: string[] = [];
  const told: string[] = [];
  const observer = { failed: (task: string) => { told.push(`failed ${task}`); }, exported: (at: Date) => { told.push(`exported ${String(at.getTime() === clock.ms)}`); } };
  let audit: LmdbAuditLog;
  const record = (): Promise<void> => audit.append([{
    eventId: eventIds.next(new Date(clock.ms)), time: new Date(clock.ms), source: 'kms.amazonaws.com', operation: 'Decrypt', readOnly: true, caller: testCaller('alice'), requestId: 'r', parameters: {}, keyArns: [],
  }]);
  const upkeep = (store?: DigestStore): Upkeep => {
    let kept: DigestProgress | undefined;
    const progress = { load: () => Promise.resolve(kept), save: (given: DigestProgress) => { kept = given; return Promise.resolve(); } };
    const exporter = store && new DigestExporter({ log: audit, store, key: new DigestKey(DigestKey.generate()), progress, place, now: () => new Date(clock.ms) });
    const log = createLog({ service: 'kms-service', level: 'info', destination: { write: (line: string) => { lines.push(line); } } });
    return new Upkeep({ audit, retentionDays: 10, now: () => new Date(clock.ms), log, observer, digests: exporter && { exporter, hours: 1 } });
  };

  beforeEach(async () => {
    lines.length = 0;
    told.length = 0;
    clock.ms = Date.now();
    audit = LmdbAuditLog.open(tempDir(), place, { now: () => clock.ms });
    for (let i = 0; i < 3; i += 1) await record();
    clock.ms += 11 * DAY_MS;
  });

  afterEach(() => audit.close());

  it('removes what expired', async () => {
    await upkeep().keep();
    expect(await verifyAudit(audit)).toMatchObject({ events: 2, faults: [], removals: [{ sequence: 2 }] });
  });

  it('exports first, and then removes', async () => {
    const store = new DirectoryDigestStore(tempDir());
    await upkeep(store).keep();
    expect(await store.list('AWSLogs/')).toHaveLength(3);
    expect(await verifyAudit(audit)).toMatchObject({ removals: [{ sequence: 2 }] });
  });

  it('removes nothing while the export fails, and says so', async () => {
    const broken: DigestStore = { put: () => Promise.reject(new Error('no such bucket')), get: () => Promise.resolve(undefined), list: () => Promise.resolve([]) };
    await upkeep(broken).keep();
    expect(await verifyAudit(audit)).toMatchObject({ events: 3, removals: [] });
    expect(lines.join('')).toContain('the audit log could not be exported');
  });

  it('makes no second digest within the hours', async () => {
    const store = new DirectoryDigestStore(tempDir());
    const kept = upkeep(store);
    await kept.keep();
    await kept.keep();
    expect((await store.list('AWSLogs/')).filter((name) => name.endsWith('.sig'))).toHaveLength(1);
    clock.ms += 3_600_000;
    await kept.keep();
    expect((await store.list('AWSLogs/')).filter((name) => name.endsWith('.sig'))).toHaveLength(2);
  });
});
