import { nameOfTarget, parseStreams, STREAMS_MAX, type StreamTarget } from './stream-target.js';

describe('parseStreams', () => {
  it.each<[string, StreamTarget, string]>([
    ['stdout:', { kind: 'stdout' }, 'stdout'],
    ['file:/var/log/audit.jsonl', { kind: 'file', path: '/var/log/audit.jsonl' }, 'file:/var/log/audit.jsonl'],
    ['file:///var/log/audit.jsonl', { kind: 'file', path: '/var/log/audit.jsonl' }, 'file:/var/log/audit.jsonl'],
    ['syslog://logs.example', { kind: 'syslog', transport: 'udp', host: 'logs.example', port: 514 }, 'syslog+udp://logs.example:514'],
    ['syslog+tcp://logs.example:1601', { kind: 'syslog', transport: 'tcp', host: 'logs.example', port: 1601 }, 'syslog+tcp://logs.example:1601'],
    ['syslog+tls://[::1]', { kind: 'syslog', transport: 'tls', host: '::1', port: 6514 }, 'syslog+tls://::1:6514'],
    ['otlp+http://collector:4318', { kind: 'otlp', url: 'http://collector:4318/v1/logs' }, 'otlp://collector:4318'],
    ['otlp+https://collector/custom', { kind: 'otlp', url: 'https://collector/custom' }, 'otlp://collector'],
    ['https://hooks.example/in?token=secret', { kind: 'webhook', url: 'https://hooks.example/in?token=secret' }, 'webhook://hooks.example'],
  ])('takes %s, and calls it by nothing secret', (text, target, name) => {
    expect(parseStreams(text)).toEqual([target]);
    expect(nameOfTarget(target)).toBe(name);
  });

  it.each(['', 'nonsense', 'file:relative', 'ftp://host', 'syslog:', 'https://', 'https://user:pass@host', 'stdout:,', 'otlp+ftp://x'])('takes no %j', (text) => {
    expect(parseStreams(text)).toBeUndefined();
  });

  it('takes several, up to its limit', () => {
    const many = (count: number): string => Array.from({ length: count }, (_, i) => `https://host/${String(i)}`).join(', ');
    expect(parseStreams(many(STREAMS_MAX))).toHaveLength(STREAMS_MAX);
    expect(parseStreams(many(STREAMS_MAX + 1))).toBeUndefined();
  });
});
