import { Metadata, status, type MethodDefinition } from '@grpc/grpc-js';
import type { CallObserver } from './call-observer.js';
import type { CallTracer } from './call-tracer.js';
import type { Connection } from './connection.js';
import { WatchedCalls } from './watched-calls.js';

const method = { path: '/coffer.kms.v1.KeyService/DecryptBatch' } as MethodDefinition<object, string>;
const deadline = new Date();

function refusedWith(code: number, awsName?: string): Error {
  const metadata = new Metadata();
  if (awsName !== undefined) metadata.set('coffer-error-code', awsName);
  return Object.assign(new Error('details'), { code, details: 'details', metadata });
}

function lab(answer: () => Promise<string>, traced = true) {
  const told: unknown[][] = [];
  const observer: CallObserver = {
    called: (name, outcome, seconds) => { told.push(['called', name, outcome, seconds >= 0]); },
    batched: () => undefined, settled: () => undefined,
  };
  const here = { span: 'here' };
  const tracer: CallTracer = {
    current: () => here,
    begin: (name, served) => {
      told.push(['begin', name, served]);
      return { headers: { traceparent: 'p' }, end: (outcome) => { told.push(['end', outcome]); } };
    },
  };
  const connection = { call: (_: unknown, __: unknown, ___: unknown, headers: unknown) => { told.push(['headers', headers]); return answer(); } } as unknown as Pick<Connection, 'call'>;
  return { calls: new WatchedCalls({ connection, observer, tracer: traced ? tracer : undefined }), told, here };
}

describe('WatchedCalls', () => {
  it('tell what was called and how it ended, and carry the span', async () => {
    const { calls, told } = lab(() => Promise.resolve('answer'));
    const served = [{}, undefined];
    expect(await calls.call(method, {}, deadline, served)).toBe('answer');
    expect(told).toEqual([['begin', 'DecryptBatch', served], ['headers', { traceparent: 'p' }], ['called', 'DecryptBatch', 'Success', true], ['end', 'Success']]);
  });

  it('are of the span that the caller is in, where nobody else is named', async () => {
    const { calls, told, here } = lab(() => Promise.resolve('answer'));
    await calls.call(method, {}, deadline);
    expect(told[0]).toEqual(['begin', 'DecryptBatch', [here]]);
  });

  it.each([
    [refusedWith(status.UNAVAILABLE), 'Unavailable'],
    [refusedWith(status.DEADLINE_EXCEEDED), 'Unavailable'],
    [refusedWith(status.PERMISSION_DENIED, 'AccessDeniedException'), 'AccessDeniedException'],
    [new Error('not of gRPC'), 'KMSInternalException'],
  ])('tell a failure by its code, and pass it on', async (error, outcome) => {
    const { calls, told } = lab(() => Promise.reject(error));
    await expect(calls.call(method, {}, deadline)).rejects.toBe(error);
    expect(told.slice(2)).toEqual([['called', 'DecryptBatch', outcome, true], ['end', outcome]]);
  });

  it('carry nothing where nobody traces', async () => {
    const { calls, told } = lab(() => Promise.resolve('answer'), false);
    await calls.call(method, {}, deadline);
    expect(told).toEqual([['headers', undefined], ['called', 'DecryptBatch', 'Success', true]]);
  });
});
