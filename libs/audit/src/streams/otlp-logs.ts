import { parseRecord } from '../audit-record.js';

/** OpenTelemetry's numbers of INFO and WARN. */
const INFO = 9;
const WARN = 13;

/** Events as a request of OTLP/HTTP in JSON: each is a log record whose body is the whole event as text. `service` is our own name. */
export function otlpLogs(service: string, lines: readonly string[]): string {
  const logRecords = lines.map(logRecord);
  const resource = { attributes: [attribute('service.name', service)] };
  return JSON.stringify({ resourceLogs: [{ resource, scopeLogs: [{ scope: { name: 'coffer.audit' }, logRecords }] }] });
}

function logRecord(line: string): object {
  const { eventID = '', eventName = '', eventSource = '', eventTime = '', errorCode } = parseRecord(line) ?? {};
  const names = { 'event.name': eventName, 'aws.event.source': eventSource, 'aws.event.id': eventID };
  return {
    timeUnixNano: String(BigInt(new Date(eventTime).getTime() || 0) * 1_000_000n),
    severityNumber: errorCode === undefined ? INFO : WARN,
    severityText: errorCode === undefined ? 'INFO' : 'WARN',
    body: { stringValue: line },
    attributes: [...Object.entries(names).map(([key, value]) => attribute(key, value)), ...(errorCode === undefined ? [] : [attribute('error.type', errorCode)])],
  };
}

function attribute(key: string, value: string): object {
  return { key, value: { stringValue: value } };
}
