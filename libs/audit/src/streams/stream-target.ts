/** Where events stream to, as one of the URLs of a setting says. */
export type StreamTarget =
  | { readonly kind: 'stdout' }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'syslog'; readonly transport: 'udp' | 'tcp' | 'tls'; readonly host: string; readonly port: number }
  | { readonly kind: 'otlp'; readonly url: string }
  | { readonly kind: 'webhook'; readonly url: string };

export const STREAMS_MAX = 10;

const SYSLOG = { 'syslog:': { transport: 'udp', port: 514 }, 'syslog+tcp:': { transport: 'tcp', port: 601 }, 'syslog+tls:': { transport: 'tls', port: 6514 } } as const;

/** The targets that a text names, separated by commas; undefined if one of them is none or there are more than `STREAMS_MAX`. */
export function parseStreams(text: string): readonly StreamTarget[] | undefined {
  const targets = text.split(',').map((part) => parseTarget(part.trim()));
  const known = targets.filter((target) => target !== undefined);
  return targets.length <= STREAMS_MAX && known.length === targets.length ? known : undefined;
}

/** A target without what may be secret in it: how logs and metrics call it. */
export function nameOfTarget(target: StreamTarget): string {
  switch (target.kind) {
    case 'stdout':
      return 'stdout';
    case 'file':
      return `file:${target.path}`;
    case 'syslog':
      return `syslog+${target.transport}://${target.host}:${String(target.port)}`;
    case 'otlp':
    case 'webhook':
      return `${target.kind}://${new URL(target.url).host}`;
  }
}

function parseTarget(text: string): StreamTarget | undefined {
  if (text === 'stdout:') return { kind: 'stdout' };
  const [, path] = /^file:(?:\/\/)?(\/[^\0]+)$/.exec(text) ?? [];
  if (path !== undefined) return { kind: 'file', path };
  const url = URL.parse(text);
  if (url === null || url.hostname === '' || url.username !== '') return undefined;
  if (isSyslog(url.protocol)) return { kind: 'syslog', transport: SYSLOG[url.protocol].transport, host: bare(url.hostname), port: Number(url.port) || SYSLOG[url.protocol].port };
  if (url.protocol === 'otlp+http:' || url.protocol === 'otlp+https:') return { kind: 'otlp', url: otlpUrl(text) };
  return url.protocol === 'http:' || url.protocol === 'https:' ? { kind: 'webhook', url: text } : undefined;
}

function isSyslog(protocol: string): protocol is keyof typeof SYSLOG {
  return Object.hasOwn(SYSLOG, protocol);
}

/** An IPv6 address stands in brackets in URLs and without in sockets. */
function bare(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}

/** OTLP over HTTP has its logs at /v1/logs, unless a path is given. */
function otlpUrl(text: string): string {
  const url = new URL(text.slice('otlp+'.length));
  if (url.pathname === '/') url.pathname = '/v1/logs';
  return url.href;
}
