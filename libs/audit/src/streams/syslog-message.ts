/**
 * An event as a message of syslog (RFC 5424):
 *
 *     <PRI>1 TIMESTAMP HOSTNAME coffer-audit - EVENT-NAME - JSON
 *
 * The facility is 13, log audit; the severity is 6 (informational), or 4 (warning) for what was refused. On TCP and TLS each message follows its length in
 * bytes and a space (RFC 6587, RFC 5425).
 */
import { hostname } from 'node:os';
import { parseRecord } from '../audit-record.js';

const FACILITY = 13;
const INFORMATIONAL = 6;
const WARNING = 4;
const NAME_LENGTH_MAX = 32;
const HOSTNAME_LENGTH_MAX = 255;

export function syslogMessage(line: string): Buffer {
  const { eventTime, eventName = '', errorCode } = parseRecord(line) ?? {};
  const priority = FACILITY * 8 + (errorCode === undefined ? INFORMATIONAL : WARNING);
  return Buffer.from(`<${String(priority)}>1 ${eventTime ?? '-'} ${word(hostname(), HOSTNAME_LENGTH_MAX)} coffer-audit - ${word(eventName, NAME_LENGTH_MAX)} - ${line}`);
}

export function framed(message: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${String(message.length)} `), message]);
}

/** Header fields are printable ASCII without spaces. */
function word(text: string, length: number): string {
  const clean = text.replaceAll(/[^\x21-\x7e]/g, '').slice(0, length);
  return clean === '' ? '-' : clean;
}
