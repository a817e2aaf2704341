import { X509Certificate } from 'node:crypto';
import { appendFileSync, copyFileSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir } from '@coffer/testing';
import { Registry } from 'prom-client';
import { developmentCertificates } from '../development/development-certificates.js';
import { issueCertificates } from '../development/issue-certificates.js';
import { createLog } from '../log/create-log.js';
import { LiveTls, type TlsFileNames } from './live-tls.js';
import { TlsMetrics } from './tls-metrics.js';
import type { TlsFiles } from './read-tls.js';

interface Line {
  readonly msg: string;
  readonly fault?: string;
  readonly part?: string;
}

interface Lab {
  readonly live: LiveTls;
  readonly names: Required<TlsFileNames>;
  readonly taken: TlsFiles[];
  readonly lines: Line[];
  readonly hangUp: () => void;
  readonly metrics: () => Promise<string>;
  /** Puts one file of another authority in the place of ours. */
  readonly renew: (which: keyof TlsFileNames) => void;
}

function lab(): Lab {
  const [ours, next] = [developmentCertificates(tempDir())['kms-service'], developmentCertificates(tempDir())['kms-service']];
  const named = (setting: string, file: string): { setting: string; file: string } => ({ setting, file });
  const names = { cert: named('CERT', ours.certFile), key: named('KEY', ours.keyFile), ca: named('CA', ours.caFile) };
  const nextFiles = { cert: next.certFile, key: next.keyFile, ca: next.caFile };
  const live = LiveTls.load('grpc', names);
  const [taken, lines, registry]: [TlsFiles[], Line[], Registry] = [[], [], new Registry()];
  live.onChange((tls) => { taken.push(tls); });
  let hangUp = (): void => undefined;
  const process = { on: (_: 'SIGHUP', listener: () => void) => { hangUp = listener; }, off: () => undefined };
  const log = createLog({ service: 'x', level: 'info', destination: { write: (line) => lines.push(JSON.parse(line) as Line) } });
  live.watch({ log, metrics: new TlsMetrics(registry), reloadSeconds: 0, process });
  const renew = (which: keyof TlsFileNames): void => { copyFileSync(nextFiles[which], names[which].file); };
  return { live, names, taken, lines, hangUp: () => { hangUp(); }, metrics: () => registry.metrics(), renew };
}

describe('LiveTls', () => {
  it('takes a certificate with its key and authority when they have changed, and says so once', async () => {
    const { live, names, taken, lines, metrics, renew } = lab();
    live.reloadIfChanged();
    expect([taken, lines]).toEqual([[], []]);
    for (const which of ['cert', 'key', 'ca'] as const) renew(which);
    live.reloadIfChanged();
    live.reloadIfChanged();
    expect(taken).toEqual([live.current]);
    expect(live.current.cert).toEqual(readFileSync(names.cert.file));
    expect(lines).toEqual([expect.objectContaining({ msg: 'certificates were reloaded', part: 'grpc' })]);
    expect(await metrics()).toContain('coffer_tls_reloads_total{door="grpc",outcome="applied"} 1\n');
    const end = new X509Certificate(live.current.cert).validToDate.getTime() / 1_000;
    expect(await metrics()).toContain(`coffer_tls_certificate_expiry_timestamp_seconds{door="grpc"} ${String(end)}\n`);
  });

  it('keeps all three while a certificate waits for its key, tells it once, and takes both when the key has come', async () => {
    const { live, taken, lines, metrics, renew, names } = lab();
    const before = live.current;
    renew('cert');
    live.reloadIfChanged();
    live.reloadIfChanged();
    expect(live.current).toBe(before);
    expect(taken).toEqual([]);
    expect(lines).toEqual([expect.objectContaining({ msg: 'certificates were not reloaded, and the former ones stay', fault: `KEY: ${names.key.file} is not the key of the certificate in ${names.cert.file}` })]);
    renew('key');
    live.reloadIfChanged();
    expect(taken).toHaveLength(1);
    expect(await metrics()).toMatch(/outcome="applied"} 1\n.*outcome="refused"} 1\n/);
  });

  it.each(['cert', 'key', 'ca'] as const)('keeps all three while %s is half written', (which) => {
    const { live, names, taken, lines } = lab();
    const { file } = names[which];
    const whole = readFileSync(file);
    writeFileSync(file, whole.subarray(0, whole.length / 2));
    live.reloadIfChanged();
    expect(taken).toEqual([]);
    expect(lines[0]?.fault).toMatch(new RegExp(`^${names[which].setting}: .* holds no (certificate|private key) in PEM form$`));
    writeFileSync(file, whole);
    live.reloadIfChanged();
    expect(lines.at(-1)?.msg).toBe('certificates were reloaded');
  });

  it('does not take half of a second authority for the whole file', () => {
    const { live, names, taken } = lab();
    const { ca } = issueCertificates([]);
    appendFileSync(names.ca.file, ca.slice(0, 100));
    live.reloadIfChanged();
    expect(taken).toEqual([]);
    appendFileSync(names.ca.file, ca.slice(100));
    live.reloadIfChanged();
    expect(taken).toHaveLength(1);
  });

  it('refuses a certificate that has expired, and an authority only if no other one is left', () => {
    const { live, names, taken, lines } = lab();
    const former = readFileSync(names.ca.file, 'utf8');
    const { ca, issued } = issueCertificates(['kms-service'], new Date('2020-01-01'));
    writeFileSync(names.ca.file, ca + former);
    live.reloadIfChanged();
    expect(taken).toHaveLength(1);
    writeFileSync(names.ca.file, ca);
    live.reloadIfChanged();
    expect(lines.at(-1)?.fault).toMatch(/^CA: the certificate in .* expired on /);
    writeFileSync(names.ca.file, former);
    writeFileSync(names.cert.file, issued.get('kms-service')?.cert ?? '');
    writeFileSync(names.key.file, issued.get('kms-service')?.key ?? '');
    live.reloadIfChanged();
    expect(lines.at(-1)?.fault).toMatch(/^CERT: the certificate in .* expired on /);
    expect(taken).toHaveLength(1);
  });

  it('reads at SIGHUP whatever the stamps say', () => {
    const { names, taken, hangUp } = lab();
    utimesSync(names.cert.file, 1, 1);
    hangUp();
    expect(taken).toHaveLength(1);
  });

  it('takes what the TLS library refuses for a refusal, and puts the former three back', async () => {
    const { live, lines, metrics, renew } = lab();
    const before = live.current;
    const given: TlsFiles[] = [];
    live.onChange((tls) => {
      given.push(tls);
      if (tls !== before) throw new Error('key too small');
    });
    for (const which of ['cert', 'key', 'ca'] as const) renew(which);
    live.reloadIfChanged();
    expect(live.current).toBe(before);
    expect(given.at(-1)).toBe(before);
    expect(lines.at(-1)?.fault).toBe('the TLS library refuses them (key too small)');
    expect(await metrics()).toContain('outcome="refused"} 1\n');
  });

  it('names the setting when there is nothing to begin with', () => {
    const { names } = lab();
    expect(() => LiveTls.load('grpc', { ...names, ca: { setting: 'CA', file: join(tempDir(), 'gone') } })).toThrow(/^CA: .* does not exist$/);
  });
});
