import { collectDefaultMetrics, Registry } from 'prom-client';

/** A registry of its own (prom-client's default one is global) with the process metrics: CPU, memory, event loop lag, garbage collection. */
export function createMetrics(service: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  return registry;
}
