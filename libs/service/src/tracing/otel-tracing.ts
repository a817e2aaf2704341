import type { Secret } from '@coffer/crypto';
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Context, type Link, type Span, type Tracer } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { defaultResource, detectResources, resourceAttributesEnvDetector, resourceFromAttributes, serviceNameEnvDetector } from '@opentelemetry/resources';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { BoundedExport } from './bounded-export.js';
import { samplerOf } from './sampler.js';
import { TRACEPARENT, type ClientSpan, type SpanAttributes, type TraceSpan, type Tracing } from './tracing.js';
import type { ExportObserver } from './tracing-metrics.js';
import type { SamplerName } from './tracing-settings.js';
import { parseTraceparent, printTraceparent } from './traceparent.js';

export interface OtelTracingOptions {
  readonly service: string;
  readonly version: string;
  /** Of the receiver of OTLP over HTTP. */
  readonly url: string;
  /** `name=value` pairs. */
  readonly headers?: Secret | undefined;
  readonly sampler: SamplerName;
  readonly ratio: number;
  readonly observer: ExportObserver;
}

/** Links of one span: a batch serves at most so many that are told. */
const LINKS_MAX = 128;
/** How long the end of the process waits for what is left to be sent. */
const CLOSE_MS = 3_000;

/** OpenTelemetry's SDK behind our own few words. Nothing of it is global. */
export class OtelTracing implements Tracing {
  readonly name = 'traces';
  readonly #provider: TracerProvider;
  readonly #tracer: Tracer;
  readonly #contexts = new AsyncLocalStorageContextManager().enable();

  constructor({ service, version, url, headers, sampler, ratio, observer }: OtelTracingOptions) {
    const exporter = new OTLPTraceExporter({ url, headers: headersOf(headers) });
    const ours = resourceFromAttributes({ 'service.name': service, 'service.namespace': 'coffer', 'service.version': version });
    this.#provider = new TracerProvider({
      resource: defaultResource().merge(ours).merge(detectResources({ detectors: [resourceAttributesEnvDetector, serviceNameEnvDetector] })),
      sampler: samplerOf(sampler, ratio),
      spanLimits: { linkCountLimit: LINKS_MAX },
      spanProcessors: [new BoundedExport(exporter, observer)],
    });
    this.#tracer = this.#provider.getTracer('coffer', version);
  }

  server(name: string, traceparent: string | readonly string[] | undefined, attributes: SpanAttributes): TraceSpan {
    const parent = parseTraceparent(traceparent);
    const context = parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, { ...parent, isRemote: true });
    return new OtelSpan(this.#tracer.startSpan(name, { kind: SpanKind.SERVER, attributes: { ...attributes } }, context));
  }

  within<T>(span: TraceSpan, work: () => T): T {
    return span instanceof OtelSpan ? this.#contexts.with(contextOf(span), work) : work();
  }

  current(): TraceSpan | undefined {
    return spanOf(this.#contexts.active());
  }

  begin(name: string, attributes: SpanAttributes): TraceSpan | undefined {
    const context = this.#contexts.active();
    return spanOf(context) && new OtelSpan(this.#tracer.startSpan(name, { kind: SpanKind.INTERNAL, attributes: { ...attributes } }, context));
  }

  async step<T>(name: string, attributes: SpanAttributes, work: () => Promise<T>): Promise<T> {
    const span = this.begin(name, attributes);
    if (span === undefined) return work();
    try {
      const result = await this.within(span, work);
      span.end();
      return result;
    } catch (error) {
      span.end(errorType(error));
      throw error;
    }
  }

  client(name: string, served: readonly (object | undefined)[], attributes: SpanAttributes): ClientSpan {
    const spans = served.filter((each): each is OtelSpan => each instanceof OtelSpan).filter((each, index, all) => all.indexOf(each) === index);
    const first = spans.find(({ span }) => span.isRecording()) ?? spans[0];
    const others = spans.filter((each) => each !== first);
    const links: Link[] = others.slice(0, LINKS_MAX).map(({ span }) => ({ context: span.spanContext() }));
    const context = first === undefined ? ROOT_CONTEXT : contextOf(first);
    const span = new OtelSpan(this.#tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes: { ...attributes }, links }, context));
    for (const other of others) other.span.addLink({ context: span.span.spanContext() });
    return {
      headers: { [TRACEPARENT]: printTraceparent(span.span.spanContext()) },
      end: (outcome) => { span.end(outcome === 'Success' ? undefined : outcome); },
    };
  }

  async close(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => { timer = setTimeout(resolve, CLOSE_MS); });
    // What could not be sent was counted; a receiver that is away is no reason to end badly.
    await Promise.race([this.#provider.shutdown().catch(() => undefined), late]);
    clearTimeout(timer);
    this.#contexts.disable();
  }
}

/** Where our own span stands in OpenTelemetry's context. */
const OWN = Symbol('coffer span');

class OtelSpan implements TraceSpan {
  constructor(readonly span: Span) {}

  get traceId(): string {
    return this.span.spanContext().traceId;
  }

  set(attributes: SpanAttributes): void {
    this.span.setAttributes({ ...attributes });
  }

  rename(name: string): void {
    this.span.updateName(name);
  }

  end(error?: string): void {
    if (error !== undefined) this.span.setAttribute('error.type', error).setStatus({ code: SpanStatusCode.ERROR });
    this.span.end();
  }
}

function contextOf(span: OtelSpan): Context {
  return trace.setSpan(ROOT_CONTEXT, span.span).setValue(OWN, span);
}

function spanOf(context: Context): OtelSpan | undefined {
  return context.getValue(OWN) as OtelSpan | undefined;
}

/** A code of ours, or the kind of error; never its message. */
function errorType(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

/** OpenTelemetry's form of headers; each value may have escapes of URLs. */
function headersOf(headers: Secret | undefined): Record<string, string> {
  if (headers === undefined) return {};
  const pairs = Buffer.from(headers.reveal()).toString('utf8').split(',').map((pair) => pair.split(/=(.*)/s));
  return Object.fromEntries(pairs.map(([name = '', value = '']) => [name.trim(), decoded(value.trim())]));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
