import { pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';
import type { LogLevel } from '../settings/pieces.js';
import { allowedFields, type LogFields } from './fields.js';
import { serializeError } from './serialize-error.js';

/**
 * A log of JSON lines. The message is a fixed sentence of ours: what varies belongs in a field, and only the fields of LogFields exist.
 */
export interface Log {
  trace(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** The same log with fields that every line carries. */
  child(fields: LogFields): Log;
}

export interface LogOptions {
  readonly service: string;
  readonly level: LogLevel;
  /** Where the lines go; standard output if absent. */
  readonly destination?: DestinationStream;
  /** The trace that a line belongs to; absent where nothing is traced. */
  readonly traceId?: (() => string | undefined) | undefined;
}

function prepared(fields: LogFields): Record<string, unknown> {
  const picked = allowedFields(fields);
  return 'err' in picked ? { ...picked, err: serializeError(picked['err']) } : picked;
}

/** Hides pino's own methods, which would take any object. */
function wrap(logger: Logger): Log {
  return {
    trace: (message, fields = {}) => { if (logger.isLevelEnabled('trace')) logger.trace(prepared(fields), message); },
    debug: (message, fields = {}) => { if (logger.isLevelEnabled('debug')) logger.debug(prepared(fields), message); },
    info: (message, fields = {}) => { if (logger.isLevelEnabled('info')) logger.info(prepared(fields), message); },
    warn: (message, fields = {}) => { if (logger.isLevelEnabled('warn')) logger.warn(prepared(fields), message); },
    error: (message, fields = {}) => { logger.error(prepared(fields), message); },
    child: (fields) => wrap(logger.child(prepared(fields))),
  };
}

/**
 * The log of one service. Lines are written at once, so that the last one before a crash is there; what is frequent belongs to `debug`,
 * which costs nothing when it is off.
 */
export function createLog({ service, level, destination, traceId }: LogOptions): Log {
  const options = {
    level,
    base: { service, pid: process.pid },
    timestamp: stdTimeFunctions.isoTime,
    ...(traceId && { mixin: () => traceField(traceId()) }),
    formatters: { level: (label: string) => ({ level: label }) },
    // `err` is serialized before pino sees it.
    serializers: { err: (value: unknown) => value },
  };
  return wrap(destination === undefined ? pino(options) : pino(options, destination));
}

function traceField(traceId: string | undefined): object {
  return traceId === undefined ? {} : { traceId };
}
