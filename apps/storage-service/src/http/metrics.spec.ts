import { Registry } from 'prom-client';

import { BodyMissing } from '../engine/body-missing.js';
import { damaged, DAMAGE_KINDS } from '../errors/damaged.js';
import { StorageError } from '../errors/storage-error.js';

import type { Exchange } from './exchange.js';
import { DoorMetrics } from './metrics.js';

const exchange = (name?: string, received = 0): Exchange => ({ operation: name === undefined ? undefined : { name }, startedMs: performance.now() - 20, body: { received } }) as unknown as Exchange;

function lab() {
  const registry = new Registry();
  const metrics = new DoorMetrics(registry);
  const values = async (name: string): Promise<Record<string, number>> => {
    const found = await registry.getSingleMetric(name)?.get();
    return Object.fromEntries((found?.values ?? []).filter(({ value }) => value !== 0).map(({ labels, value }) => [Object.values(labels).join(' '), value]));
  };
  return { metrics, values };
}

describe('DoorMetrics', () => {
  it('count answers by operation and class of status, and bytes both ways', async () => {
    const { metrics, values } = lab();
    metrics.count(exchange('GetObject'), 200, 100);
    metrics.count(exchange('GetObject'), 206, 10);
    metrics.count(exchange('PutObject', 7), 200, 0);
    metrics.count(exchange('GetObject'), 499, 0);
    metrics.count(exchange(), 503, 1);
    expect(await values('coffer_s3_requests_total')).toEqual({ 'GetObject 2xx': 2, 'PutObject 2xx': 1, 'GetObject 4xx': 1, 'none 5xx': 1 });
    expect(await values('coffer_s3_sent_bytes_total')).toEqual({ '': 111 });
    expect(await values('coffer_s3_received_bytes_total')).toEqual({ '': 7 });
  });

  it('count what is under way', async () => {
    const { metrics, values } = lab();
    metrics.begun();
    metrics.begun();
    metrics.ended();
    expect(await values('coffer_s3_requests_in_flight')).toEqual({ '': 1 });
  });

  it('count errors by code, and what is damaged by its kind, from the start at 0', async () => {
    const { metrics, values } = lab();
    metrics.countError(exchange('GetObject'), new StorageError('NoSuchKey', 'no'));
    for (const kind of DAMAGE_KINDS) metrics.countError(exchange('GetObject'), damaged(kind, 'changed'));
    metrics.countError(exchange('GetObject'), new StorageError('InternalError', 'x', { cause: new BodyMissing('b') }));
    metrics.countError(exchange(), new StorageError('InternalError', 'x', { cause: new Error('of another kind') }));
    expect(await values('coffer_s3_errors_total')).toEqual({ 'GetObject NoSuchKey': 1, 'GetObject InternalError': 6, 'none InternalError': 1 });
    expect(await values('coffer_refused_opens_total')).toEqual({ key: 1, record: 1, body: 1, missing: 2, index: 1 });
    const { metrics: _fresh, values: untouched } = lab();
    expect(await untouched('coffer_refused_opens_total')).toEqual({});
  });
});
