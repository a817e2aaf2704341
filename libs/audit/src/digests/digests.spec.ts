import { generateKeyPairSync } from 'node:crypto';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { tempDir } from '@coffer/testing';
import { madeUpEvent } from '../audit-log.contract.js';
import { LmdbAuditLog } from '../lmdb-audit-log.js';
import { removeExpired } from '../retention.js';
import { verifyAudit } from '../verify.js';
import { compareChains } from './compare-chains.js';
import { digestName, parseDigest, type Digest } from './digest.js';
import { DigestExporter, LogNotWhole } from './digest-exporter.js';
import { DigestKey, readDigestPublicKey } from './digest-key.js';
import type { DigestProgress } from './digest-progress.js';
import type { DigestStore } from './digest-store.js';
import { DirectoryDigestStore } from './directory-digest-store.js';
import { LOG_FILE_EVENTS_MAX } from './log-file-writer.js';
import { verifyDigests } from './verify-digests.js';

const place = { accountId: '000000000000', region: 'us-east-1' };
const START = Date.parse('2026-01-02T03:04:05.678Z');
const HOUR = 3_600_000;

function lab() {
  const [logDirectory, target] = [tempDir(), tempDir()];
  const key = new DigestKey(DigestKey.generate());
  const clock = { ms: START };
  const kept: { progress: DigestProgress | undefined } = { progress: undefined };
  const progress = {
    load: () => Promise.resolve(kept.progress),
    save: (given: DigestProgress) => { kept.progress = structuredClone(given); return Promise.resolve(); },
  };
  const log = LmdbAuditLog.open(logDirectory, place);
  const exporterTo = (store: DigestStore): DigestExporter => new DigestExporter({ log, store, key, progress, place, now: () => new Date((clock.ms += HOUR)) });
  const store = new DirectoryDigestStore(target);
  return { log, logDirectory, target, store, key, kept, exporter: exporterTo(store), exporterTo, publicKey: readDigestPublicKey(key.publicKeyPem) };
}

describe('digests', () => {
  let it_: ReturnType<typeof lab>;
  const record = (id: string): Promise<void> => it_.log.append([madeUpEvent(`${id}a`), madeUpEvent(`${id}b`)]);
  const path = (name: string): string => join(it_.target, name);
  const digest = (number: number): Digest => parseDigest(readFileSync(path(digestName(place, number))))!;
  const verified = () => verifyDigests(it_.store, it_.publicKey);

  beforeEach(async () => {
    it_ = lab();
    for (const id of ['1', '2', '3']) {
      await record(id);
      await it_.exporter.run();
    }
  });

  afterEach(() => it_.log.close());

  it('hold every event once, in files as CloudTrail writes them, and verify with the public key alone', async () => {
    const ids = [1, 2, 3].flatMap((number) => digest(number).logFiles).flatMap(({ s3Object }) => {
      expect(s3Object).toMatch(/^AWSLogs\/000000000000\/CloudTrail\/us-east-1\/2026\/01\/02\/000000000000_CloudTrail_us-east-1_20260102T\d{6}Z_0000000\d-0001\.json\.gz$/);
      return (JSON.parse(gunzipSync(readFileSync(path(s3Object))).toString()) as { Records: { eventID: string }[] }).Records.map(({ eventID }) => eventID);
    });
    expect(ids).toEqual(['1a', '1b', '2a', '2b', '3a', '3b']);
    expect(await verified()).toMatchObject({ digests: 3, logFiles: 3, events: 6, faults: [], until: '2026-01-02T06:04:05.678Z', chains: [{ writer: it_.log.writer, firstSequence: 3, lastSequence: 3 }] });
  });

  it('vouch that nothing happened, too', async () => {
    expect(await it_.exporter.run()).toMatchObject({ logFiles: 0, events: 0 });
    expect(await verified()).toMatchObject({ digests: 4, faults: [] });
  });

  it('name the digest before them, its hash and signature, and follow its time', () => {
    expect(digest(1)).toMatchObject({ previousDigestS3Object: null, previousDigestSignature: null });
    expect(digest(2)).toMatchObject({
      previousDigestS3Object: digestName(place, 1), digestStartTime: digest(1).digestEndTime, previousDigestSignature: readFileSync(path(`${digestName(place, 1)}.sig`), 'utf8'),
    });
  });

  it.each<[string, (lab: { files: (number: number) => string; digestPath: (number: number) => string }) => void, string[]]>([
    ['a log file is changed', ({ files }) => { const bytes = readFileSync(files(2)); bytes[20] = (bytes[20] ?? 0) ^ 1; writeFileSync(files(2), bytes); }, ['was changed']],
    ['a log file is removed', ({ files }) => { rmSync(files(2)); }, ['is missing']],
    ['two log files change places', ({ files }) => { const [a, b] = [readFileSync(files(1)), readFileSync(files(2))]; writeFileSync(files(1), b); writeFileSync(files(2), a); }, ['was changed', 'was changed']],
    ['a log file is put beside', ({ files }) => { writeFileSync(files(2).replace('-0001', '-0002'), 'x'); }, ['is in no digest']],
    ['a digest is changed', ({ digestPath }) => { writeFileSync(digestPath(2), readFileSync(digestPath(2), 'utf8').replace('"events": 2', '"events": 1')); }, ['was changed: the signature is not of these bytes', 'does not follow the digest before it', 'is in no digest']],
    ['a signature is removed', ({ digestPath }) => { rmSync(`${digestPath(2)}.sig`); }, ['has no signature', 'does not follow the digest before it', 'is in no digest']],
    ['a digest is removed with its log file', ({ digestPath, files }) => { rmSync(files(2)); rmSync(digestPath(2)); }, ['follows a gap: digest 2 missing']],
    ['the first digests are removed', ({ digestPath, files }) => { for (const n of [1, 2]) { rmSync(files(n)); rmSync(digestPath(n)); } }, ['follows a gap: digests 1 to 2 missing']],
    ['a digest is put in the place of another', ({ digestPath }) => { for (const end of ['', '.sig']) cpSync(digestPath(1) + end, digestPath(2) + end); }, ['is not a digest, or not the one that its name says', 'does not follow the digest before it', 'is in no digest']],
  ])('show that %s', async (_, spoil, what) => {
    const files = new Map([1, 2, 3].map((number) => [number, path(digest(number).logFiles[0]?.s3Object ?? '')]));
    spoil({ files: (number) => files.get(number) ?? '', digestPath: (number) => path(digestName(place, number)) });
    const { faults } = await verified();
    expect(faults.map((fault) => fault.what)).toEqual(what);
  });

  it('are nothing to another key', async () => {
    const other = generateKeyPairSync('ed25519').publicKey;
    expect((await verifyDigests(it_.store, other)).faults.slice(0, 3).map(({ what }) => what)).toEqual(Array(3).fill('was signed by another key'));
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'pem', type: 'spki' });
    expect(() => readDigestPublicKey(String(rsa))).toThrow(TypeError);
  });

  it('find a log that was put back to an older state, which is whole in itself', async () => {
    await it_.log.close();
    const older = tempDir();
    cpSync(it_.logDirectory, older, { recursive: true });
    const again = LmdbAuditLog.open(it_.logDirectory, place);
    await again.append([madeUpEvent('4')]);
    const exporter = new DigestExporter({ log: again, store: it_.store, key: it_.key, place, now: () => new Date(START + 100 * HOUR), progress: { load: () => Promise.resolve(it_.kept.progress), save: () => Promise.resolve() } });
    await exporter.run();
    const { chains, faults } = await verified();
    expect([faults, await compareChains(again, chains)]).toEqual([[], []]);
    await again.close();
    const restored = LmdbAuditLog.openToRead(older, place);
    expect((await verifyAudit(restored)).faults).toEqual([]);
    expect(await compareChains(restored, chains)).toEqual([{ writer: again.writer, sequence: 4, what: 'forgotten' }]);
    await restored.close();
    it_.log = LmdbAuditLog.open(older, place);
    await it_.log.append([madeUpEvent('another fourth')]);
    expect(await compareChains(it_.log, chains)).toEqual([{ writer: again.writer, sequence: 4, what: 'another' }]);
  });

  it('are not made of a log that was touched', async () => {
    await record('4');
    const touched = { append: () => Promise.reject(new Error('not asked for')), close: () => Promise.resolve(), heads: () => it_.log.heads(), trims: () => it_.log.trims(), groups: async function* groups() { for await (const group of it_.log.groups()) yield { ...group, lines: group.lines.toReversed() }; } };
    const exporter = new DigestExporter({ log: touched, store: it_.store, key: it_.key, place, now: () => new Date(), progress: { load: () => Promise.resolve(it_.kept.progress), save: () => Promise.resolve() } });
    await expect(exporter.run()).rejects.toThrow(LogNotWhole);
  });

  it.each([0, 1, 2])('are written the same again when the export is interrupted at file %i', async (failing) => {
    await record('4');
    let left = failing;
    const store: DigestStore = {
      put: (name, bytes) => (left-- === 0 ? Promise.reject(new Error('the network is down')) : it_.store.put(name, bytes)),
      get: (name) => it_.store.get(name), list: (prefix) => it_.store.list(prefix),
    };
    await expect(it_.exporterTo(store).run()).rejects.toThrow('the network is down');
    await record('5');
    await it_.exporter.run();
    await it_.exporter.run();
    expect(await verified()).toMatchObject({ digests: 5, events: 10, faults: [] });
  });

  it('begin where retention left the chain, and hold retention up until they have what it would remove', async () => {
    await record('4');
    const later = (): Date => new Date(Date.now() + 10 * 24 * HOUR);
    const released = (writer: string): Promise<number> => it_.exporter.exportedUpTo(writer);
    expect(await removeExpired(it_.log, { days: 1, now: later, releasedUpTo: released })).toBe(3);
    await it_.exporter.run();
    expect(await verified()).toMatchObject({ faults: [] });
    const fresh = new DigestExporter({ log: it_.log, store: new DirectoryDigestStore(tempDir()), key: it_.key, place, now: later, progress: { load: () => Promise.resolve(undefined), save: () => Promise.resolve() } });
    expect(await fresh.run()).toMatchObject({ events: 3 });
  });

  it('divide events into files of their limit', async () => {
    for (let i = 0; i < 3; i += 1) await it_.log.append(Array.from({ length: LOG_FILE_EVENTS_MAX / 2 }, (_, n) => madeUpEvent(`${String(i)}-${String(n)}`)));
    expect(await it_.exporter.run()).toMatchObject({ logFiles: 2, events: 15_000 });
    expect((await verified()).faults).toEqual([]);
  });

  it('find nothing in a folder that is not there', async () => {
    const none = new DirectoryDigestStore(join(tempDir(), 'none'));
    expect(await verifyDigests(none, it_.publicKey)).toMatchObject({ digests: 0, until: undefined, faults: [] });
    expect(existsSync(path(`${digestName(place, 1)}.unfinished`))).toBe(false);
  });
});
