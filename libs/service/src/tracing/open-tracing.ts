import type { Registry } from 'prom-client';
import { cofferVersion } from '../health/version.js';
import type { Log } from '../log/create-log.js';
import type { ValuesOf } from '../settings/setting.js';
import type { tracingSettings } from './tracing-settings.js';
import { TracingMetrics } from './tracing-metrics.js';
import type { Tracing } from './tracing.js';

export interface TracingOptions {
  /** Our own name: `kms-service`. */
  readonly service: string;
  readonly settings: ValuesOf<typeof tracingSettings>;
  readonly metrics: Registry;
  readonly log: Log;
}

/** The collector's path for traces. */
const TRACES_PATH = 'v1/traces';

/**
 * What makes spans, or undefined where no endpoint is set: OpenTelemetry's SDK is not even loaded then. A receiver that is away costs spans and nothing else: they
 * wait in a bounded queue, and what finds no room is counted and dropped.
 */
export async function openTracing({ service, settings, metrics, log }: TracingOptions): Promise<Tracing | undefined> {
  const counted = new TracingMetrics(metrics, log);
  const url = tracesUrl(settings);
  if (url === undefined) return undefined;
  const { OtelTracing } = await import('./otel-tracing.js');
  const { otlpHeaders, tracesSampler: sampler, tracesSamplerRatio: ratio } = settings;
  return new OtelTracing({ service, version: cofferVersion(), url, headers: otlpHeaders, sampler, ratio, observer: counted });
}

/** Whether anything is traced. */
export function isTraced(settings: ValuesOf<typeof tracingSettings>): boolean {
  return tracesUrl(settings) !== undefined;
}

function tracesUrl({ tracingDisabled, otlpEndpoint, otlpTracesEndpoint }: ValuesOf<typeof tracingSettings>): string | undefined {
  if (tracingDisabled) return undefined;
  if (otlpTracesEndpoint !== undefined) return otlpTracesEndpoint;
  return otlpEndpoint === undefined ? undefined : `${otlpEndpoint.replace(/\/$/, '')}/${TRACES_PATH}`;
}
