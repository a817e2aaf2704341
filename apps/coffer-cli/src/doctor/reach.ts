import { lookup } from 'node:dns/promises';
import { connect, isIP } from 'node:net';

import { HopFailure, type Found } from './hop.js';

/** Where a hop goes, and which setting said so. */
export interface Target {
  readonly host: string;
  readonly port: number;
  readonly setting: string;
  /** What should listen there. */
  readonly service: string;
}

/** Addresses of one name that are tried. */
export const ADDRESSES_MAX = 8;

/** The addresses of a host, asked of the system's resolver, as clients ask. */
export async function resolveName({ host, setting }: Target): Promise<Found<readonly string[]>> {
  if (isIP(host) !== 0) return { detail: `${host} is an address`, value: [host] };
  try {
    const found = (await lookup(host, { all: true })).slice(0, ADDRESSES_MAX).map(({ address }) => address);
    return { detail: `${host} is ${found.join(', ')}`, value: found };
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    const cause = code === 'EAI_AGAIN' ? `the name server does not answer (${code})` : `nobody knows this name (${code})`;
    throw new HopFailure(`${host}: ${cause}`, `mend the name in ${setting}, or the resolver of this machine (/etc/resolv.conf); inside Kubernetes a name is SERVICE.NAMESPACE.svc`);
  }
}

/** How connecting to one address ended: `timeout` is silence. */
type Outcome = 'connected' | 'timeout' | (string & {});

/** Connects to each address until one accepts. Tells a port where nobody listens from one whose packets vanish. */
export async function reachPort(target: Target, addresses: readonly string[], signal: AbortSignal, seconds: number): Promise<Found<string>> {
  const outcomes = new Map<string, Outcome>();
  const share = (seconds * 900) / addresses.length;
  for (const address of addresses) {
    const outcome = await tryAddress(address, target.port, share, signal);
    if (outcome === 'connected') return { detail: `${place(address, target.port)} accepts`, value: address };
    outcomes.set(address, outcome);
  }
  throw unreachable(target, outcomes);
}

function unreachable({ port, setting, service }: Target, outcomes: ReadonlyMap<string, Outcome>): HopFailure {
  const told = [...outcomes].map(([address, outcome]) => `${place(address, port)} ${sentence(outcome)}`).join('; ');
  const codes = [...outcomes.values()];
  if (codes.includes('ECONNREFUSED')) return new HopFailure(told, `start ${service}, or mend the port in ${setting}; the service listens on COFFER_HOST, which is 127.0.0.1 unless it was set`);
  if (codes.includes('timeout')) return new HopFailure(told, `a firewall or NetworkPolicy drops the packets, or the host is down: let this client reach port ${String(port)}, or mend ${setting}`);
  return new HopFailure(told, `there is no way to this address from here: mend the route, or ${setting}`);
}

function sentence(outcome: Outcome): string {
  if (outcome === 'ECONNREFUSED') return 'refuses: nothing listens there, or a firewall rejects';
  return outcome === 'timeout' ? 'does not answer' : `cannot be reached (${outcome})`;
}

export function place(address: string, port: number): string {
  return isIP(address) === 6 ? `[${address}]:${String(port)}` : `${address}:${String(port)}`;
}

function tryAddress(host: string, port: number, milliseconds: number, signal: AbortSignal): Promise<Outcome> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, signal });
    const end = (outcome: Outcome): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(outcome);
    };
    const timer = setTimeout(end, milliseconds, 'timeout');
    socket.once('connect', () => { end('connected'); });
    socket.once('error', (error: NodeJS.ErrnoException) => { end(error.code === 'ETIMEDOUT' || signal.aborted ? 'timeout' : (error.code ?? 'unknown error')); });
  });
}
