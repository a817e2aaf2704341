/** A presigned request: who sends exactly this is let in as who signed it, until it expires. */
export interface SharedRequest {
  readonly method: 'GET' | 'PUT';
  readonly url: string;
  /** Signed with the URL, so they must be sent as they stand here. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** The headers that a presigned URL signs, with what the request had; `host` goes by itself. */
export function headersToSend(url: string, headers: Readonly<Record<string, string>>): SharedRequest['headers'] {
  const given = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const signed = new URL(url).searchParams.get('X-Amz-SignedHeaders')?.split(';') ?? [];
  return signed.filter((name) => name !== 'host').map((name) => {
    const value = given.get(name);
    if (value === undefined) throw new Error(`The URL signs ${name}, which the request did not have.`);
    return [name, value];
  });
}

/** The same for a shell. */
export function curlCommand({ method, url, headers }: SharedRequest): string {
  const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
  return ['curl', ...(method === 'PUT' ? ['--upload-file FILE'] : ['--remote-name']), ...headers.map(([name, value]) => `--header ${quoted(`${name}: ${value}`)}`), quoted(url)].join(' ');
}

/** All of it, for who writes it into a program. */
export function requestText({ method, url, headers }: SharedRequest): string {
  return [`${method} ${url}`, ...headers.map(([name, value]) => `${name}: ${value}`)].join('\n');
}
