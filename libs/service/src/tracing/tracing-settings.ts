import { Secret } from '@coffer/crypto';
import { z } from 'zod';
import { flag } from '../settings/pieces.js';
import { defaulted, optional, secret } from '../settings/setting.js';

const SAMPLERS = ['always_on', 'always_off', 'traceidratio', 'parentbased_always_on', 'parentbased_always_off', 'parentbased_traceidratio'] as const;
export type SamplerName = (typeof SAMPLERS)[number];

const HEADERS_LENGTH_MAX = 8_192;

const httpUrl: z.ZodType<string, string> = z.string().refine(
  (text) => /^https?:\/\//.test(text) && URL.canParse(text) && new URL(text).username === '', 'must be a URL that begins with http:// or https://, without a user',
);

const samplerName: z.ZodType<SamplerName, string> = z.enum(SAMPLERS, `must be one of ${SAMPLERS.join(', ')}`);

const ratio: z.ZodType<number, string> = z.string()
  .refine((text) => /^(0|1|0?\.\d{1,9}|1\.0*|0\.\d{1,9})$/.test(text), 'must be a number from 0 to 1').transform(Number);

/** `name=value,name=value`, the values with escapes of URLs. */
const headers: z.ZodType<Secret, string> = z.string().max(HEADERS_LENGTH_MAX)
  .regex(/^\s*[\w.-]+\s*=[\x20-\x2b\x2d-\x7e]*(,\s*[\w.-]+\s*=[\x20-\x2b\x2d-\x7e]*)*$/, 'must be name=value pairs with commas between them')
  .transform((text) => Secret.copyOf(Buffer.from(text)));

/** OpenTelemetry's own variables, as far as they are honoured: https://opentelemetry.io/docs/specs/otel/protocol/exporter/ */
export const tracingSettings = {
  otlpEndpoint: optional('OTEL_EXPORTER_OTLP_ENDPOINT', 'Where traces are sent, as protobuf over HTTP: the URL of a collector, whose path `/v1/traces` is taken; without it, and the next, nothing is traced', httpUrl),
  otlpTracesEndpoint: optional('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'The whole URL that traces are sent to, where it is another', httpUrl),
  otlpProtocol: defaulted('OTEL_EXPORTER_OTLP_PROTOCOL', 'How traces are sent; nothing else is spoken than the default', z.enum(['http/protobuf'], 'must be http/protobuf, on the port that the collector has for it, usually 4318'), 'http/protobuf'),
  otlpHeaders: secret(optional('OTEL_EXPORTER_OTLP_HEADERS', 'Headers that go along with traces: name=value, with commas between them', headers)),
  tracesSampler: defaulted('OTEL_TRACES_SAMPLER', `Which requests are traced: ${SAMPLERS.join(', ')}`, samplerName, 'parentbased_always_on'),
  tracesSamplerRatio: defaulted('OTEL_TRACES_SAMPLER_ARG', 'The share of requests that a sampler with traceidratio takes, from 0 to 1', ratio, '1'),
  tracingDisabled: defaulted('OTEL_SDK_DISABLED', 'Whether nothing is traced, whatever else is set: true or false', flag, 'false'),
} as const;
