import type { Registry } from 'prom-client';

/** A counter's values, summed by one of its labels; undefined if there is no such counter. */
export async function sumsBy(metrics: Registry, name: string, label: string): Promise<Record<string, number> | undefined> {
  const metric = await metrics.getSingleMetric(name)?.get();
  if (metric === undefined) return undefined;
  const sums = new Map<string, number>();
  for (const { labels, value } of metric.values) {
    const key = String((labels as Readonly<Record<string, string | number | undefined>>)[label] ?? '');
    sums.set(key, (sums.get(key) ?? 0) + value);
  }
  return Object.fromEntries(sums);
}
