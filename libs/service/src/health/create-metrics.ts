import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { cofferVersion } from './version.js';

/** A registry of its own (prom-client's default one is global) with the process metrics: CPU, memory, event loop lag, garbage collection; and which version runs. */
export function createMetrics(service: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  new Gauge({ name: 'coffer_build_info', help: '1', labelNames: ['version', 'node'], registers: [registry] }).set({ version: cofferVersion(), node: process.version }, 1);
  return registry;
}
