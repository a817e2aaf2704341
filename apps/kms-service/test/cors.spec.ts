import { startProcess, type RunningProcess } from '@coffer/testing';
import { madeUpSettings } from './made-up-settings.js';

const ORIGIN = 'http://localhost:9001';

describe('pages of other origins', () => {
  let running: RunningProcess;
  let address: string;
  beforeAll(async () => {
    running = await startProcess('kms-service', { ...madeUpSettings(), COFFER_CONSOLE_ORIGINS: ORIGIN });
    address = `http://127.0.0.1:${String(running.ports['kms'])}/`;
  });
  afterAll(() => running.stop());

  const preflight = (origin: string, method: string, names: string) =>
    fetch(address, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': method, 'access-control-request-headers': names } });

  it('may ask if they were named, before anybody is authenticated', async () => {
    const { status, headers } = await preflight(ORIGIN, 'POST', 'authorization,content-type,x-amz-date,x-amz-target,amz-sdk-request,amz-sdk-invocation-id,x-amz-user-agent');
    expect([status, headers.get('access-control-allow-origin'), headers.get('access-control-allow-methods')]).toEqual([204, ORIGIN, 'POST']);
    expect(headers.has('access-control-allow-credentials')).toBe(false);
  });

  it.each([['http://localhost:9002', 'POST', 'authorization'], [ORIGIN, 'DELETE', 'authorization'], [ORIGIN, 'POST', 'cookie']])('get nothing otherwise: %s, %s, %s', async (origin, method, names) => {
    const { headers } = await preflight(origin, method, names);
    expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it.each([
    ['KMS', { 'x-amz-target': 'TrentService.ListKeys' }, '{}'],
    ['CloudTrail', { 'x-amz-target': 'CloudTrail_20131101.LookupEvents' }, '{}'],
    ['STS', { 'content-type': 'application/x-www-form-urlencoded' }, 'Action=GetCallerIdentity&Version=2011-06-15'],
    ['IAM', { 'content-type': 'application/x-www-form-urlencoded' }, 'Action=ListUsers&Version=2010-05-08'],
  ])('read refusals of %s with their request ids', async (_, headers, body) => {
    const response = await fetch(address, { method: 'POST', headers: { ...headers, origin: ORIGIN }, body });
    expect(response.ok).toBe(false);
    expect(response.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(response.headers.get('access-control-expose-headers')).toContain('x-amzn-requestid');
    expect(response.headers.get('vary')).toBe('Origin');
    const other = await fetch(address, { method: 'POST', headers: { ...headers, origin: 'http://localhost:9002' }, body });
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
  });
});
