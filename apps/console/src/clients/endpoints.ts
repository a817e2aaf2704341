/** Where the two services are, as `/config.json` of the console's own origin says. */
export interface Endpoints {
  readonly s3: string;
  readonly kms: string;
  readonly region: string;
}

const CONFIG = '/config.json';

/** Parses what the console's server says. Throws a sentence that names what is missing. */
export function parseEndpoints(value: unknown): Endpoints {
  const given = typeof value === 'object' && value !== null ? new Map<string, unknown>(Object.entries(value)) : new Map<string, unknown>();
  const address = (name: string): string => {
    const text = given.get(name);
    if (typeof text !== 'string' || !/^https?:\/\/[^/?#]+\/?$/.test(text)) throw new Error(`${CONFIG} names no address of ${name}`);
    return text.replace(/\/$/, '');
  };
  const region = given.get('region');
  if (typeof region !== 'string' || region === '') throw new Error(`${CONFIG} names no region`);
  return { s3: address('s3'), kms: address('kms'), region };
}

export async function fetchEndpoints(signal: AbortSignal): Promise<Endpoints> {
  const response = await fetch(CONFIG, { signal, credentials: 'omit' });
  if (!response.ok) throw new Error(`${CONFIG} answered ${response.status}`);
  return parseEndpoints(await response.json());
}
