import { createHash } from 'node:crypto';
import { emptyDraft } from '../encryption/seal.js';
import { attachment, shareDownload, shareUpload } from './presign.js';
import { curlCommand, headersToSend, requestText } from './shared-request.js';

const settings = { endpoint: 'http://localhost:9000', region: 'us-east-1', credentials: { accessKeyId: 'AKIAMADEUP0000000000', secretAccessKey: 'made up' }, maxAttempts: 1, requestHandler: { cache: 'no-store' } } as const;
const target = { bucket: 'notes', key: 'a b/é.txt' };
const bytes = Buffer.alloc(32, 7);
const customerKey = { base64: bytes.toString('base64') };
const md5 = createHash('md5').update(bytes).digest('base64');
const query = (url: string): URLSearchParams => new URL(url).searchParams;

describe('a shared download', () => {
  it('needs no header but its own', async () => {
    const { method, url, headers } = await shareDownload(settings, target, 3600);
    expect([method, headers]).toEqual(['GET', []]);
    expect(url).toMatch(/^http:\/\/localhost:9000\/notes\/a%20b\/%C3%A9\.txt\?/);
    expect([query(url).get('X-Amz-Expires'), query(url).get('X-Amz-SignedHeaders')]).toEqual(['3600', 'host']);
  });

  it('of SSE-C needs the customer’s key, which is in no URL', async () => {
    const { url, headers } = await shareDownload(settings, target, 60, customerKey);
    expect(new Map(headers)).toEqual(new Map([
      ['x-amz-server-side-encryption-customer-algorithm', 'AES256'],
      ['x-amz-server-side-encryption-customer-key', customerKey.base64],
      ['x-amz-server-side-encryption-customer-key-md5', md5],
    ]));
    expect(decodeURIComponent(url)).not.toContain(customerKey.base64);
  });

  it('names the file that is saved', async () => {
    const { url } = await shareDownload(settings, target, 60, undefined, 'é "1".txt');
    expect(query(url).get('response-content-disposition')).toBe(attachment('é "1".txt'));
    expect(query(url).get('response-cache-control')).toBe('no-store');
    expect(attachment('a\'(b)*é.txt')).toBe("attachment; filename*=UTF-8''a%27%28b%29%2A%C3%A9.txt");
  });
});

describe('a shared upload', () => {
  it('is sealed as was chosen, by headers that are signed', async () => {
    const { method, url, headers } = await shareUpload(settings, target, 60, { ...emptyDraft, mode: 'SSE-KMS', keyId: 'alias/notes', context: [{ key: 'team', value: 'blue' }] });
    expect(method).toBe('PUT');
    expect(new Map(headers)).toEqual(new Map([
      ['x-amz-server-side-encryption', 'aws:kms'],
      ['x-amz-server-side-encryption-aws-kms-key-id', 'alias/notes'],
      ['x-amz-server-side-encryption-bucket-key-enabled', 'true'],
      ['x-amz-server-side-encryption-context', Buffer.from('{"team":"blue"}').toString('base64')],
    ]));
    expect(query(url).get('X-Amz-SignedHeaders')?.split(';')).toEqual(expect.arrayContaining(headers.map(([name]) => name)));
  });

  it('signs nothing of a body that nobody has yet', async () => {
    const { url, headers } = await shareUpload(settings, target, 60, emptyDraft);
    expect(headers).toEqual([]);
    expect([...query(url).keys()].filter((name) => name.includes('checksum'))).toEqual([]);
  });
});

describe('what is shared', () => {
  const shared = { method: 'PUT', url: "http://localhost/it's?X-Amz-SignedHeaders=host%3Bx-a", headers: [['x-a', "b'c"]] } as const;

  it('is a command for a shell', () => {
    expect(curlCommand(shared)).toBe(`curl --upload-file FILE --header 'x-a: b'\\''c' 'http://localhost/it'\\''s?X-Amz-SignedHeaders=host%3Bx-a'`);
    expect(curlCommand({ ...shared, method: 'GET', headers: [] })).toMatch(/^curl --remote-name '/);
  });

  it('is a request in full', () => {
    expect(requestText(shared)).toBe(`PUT ${shared.url}\nx-a: b'c`);
  });

  it('has no header that is missing', () => {
    expect(headersToSend(shared.url, { 'X-A': '1', other: '2' })).toEqual([['x-a', '1']]);
    expect(() => headersToSend(shared.url, {})).toThrow('x-a');
  });
});
