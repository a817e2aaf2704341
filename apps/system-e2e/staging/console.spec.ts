import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';

import { readyPod } from './src/pods.js';
import { openStaging, type Staging } from './src/staging.js';

jest.setTimeout(180_000);

/** The overlay's COFFER_CONSOLE_ORIGINS. */
const ORIGIN = 'https://localhost:9001';
let staging: Staging;

beforeAll(async () => {
  await readyPod('kms-service');
  await readyPod('storage-service');
  staging = await openStaging();
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

function ask(url: string, method = 'GET', headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request(url, { method, headers, ca: staging.ca }, (response) => {
      text(response).then((body) => { resolve({ status: response.statusCode, headers: response.headers, body }); }, reject);
    }).once('error', reject).end();
  });
}

it('serves the console, under a policy that lets it talk to both doors and to nobody else', async () => {
  const page = await ask(`${staging.consoleUrl}/`);
  expect([page.status, page.body]).toEqual([200, expect.stringContaining('<title>Coffer</title>')]);
  const { s3, kms, region } = JSON.parse((await ask(`${staging.consoleUrl}/config.json`)).body) as Record<string, string>;
  const { hostname } = new URL(staging.consoleUrl);
  expect({ s3, kms, region }).toEqual({ s3: `https://${hostname}:9000`, kms: `https://${hostname}:9010`, region: 'us-east-1' });
  expect(page.headers['content-security-policy']).toContain(`connect-src 'self' https://${hostname}:9000 https://${hostname}:9010;`);
  const script = /src="(\/assets\/[^"]+)"/.exec(page.body)?.[1] ?? '';
  expect((await ask(`${staging.consoleUrl}${script}`)).status).toBe(200);
});

it('lets the pages of the console that is configured call both doors, and no others', async () => {
  const asking = { 'access-control-request-method': 'PUT', 'access-control-request-headers': 'authorization,x-amz-date' };
  for (const url of [`${staging.s3Url}/notes/a.txt`, `${staging.kmsUrl}/`]) {
    const wanted = { ...asking, ...(url.startsWith(staging.kmsUrl) && { 'access-control-request-method': 'POST' }) };
    const own = await ask(url, 'OPTIONS', { origin: ORIGIN, ...wanted });
    expect([url, own.status, own.headers['access-control-allow-origin']]).toEqual([url, 204, ORIGIN]);
    const other = await ask(url, 'OPTIONS', { origin: 'https://elsewhere.example', ...wanted });
    expect([url, other.headers['access-control-allow-origin']]).toEqual([url, undefined]);
  }
});
