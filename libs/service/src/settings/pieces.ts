/** The types that settings are made of. Each message completes the line `COFFER_X: ...`. */
import { resolve } from 'node:path';
import { Secret } from '@coffer/crypto';
import { z } from 'zod';

const PORT_MAX = 65_535;
const HOST_LENGTH_MAX = 253;

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** A whole number in decimal digits, from `least` to `most`, both included. */
export function wholeNumber(least: number, most: number): z.ZodType<number, string> {
  const inRange = (text: string): boolean => /^\d{1,15}$/.test(text) && Number(text) >= least && Number(text) <= most;
  return z.string().refine(inRange, `must be a whole number from ${String(least)} to ${String(most)}`).transform(Number);
}

/** 0 picks a free port. */
export const portNumber = wholeNumber(0, PORT_MAX);

export const flag: z.ZodType<boolean, string> = z.enum(['true', 'false'], 'must be true or false').transform((text) => text === 'true');

export const logLevel: z.ZodType<LogLevel, string> = z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`);

/** A file or directory; relative ones are taken from the working directory at once, so that a later change of it changes nothing. */
export const filePath: z.ZodType<string, string> = z
  .string()
  .refine((text) => !text.includes('\0'), 'must be a path')
  .transform((text) => resolve(text));

export const hostName: z.ZodType<string, string> = z
  .string()
  .refine((text) => text.length <= HOST_LENGTH_MAX && /^[A-Za-z0-9._:-]+$/.test(text), 'must be a host name or an IP address');

export const accountId: z.ZodType<string, string> = z.string().regex(/^\d{12}$/, 'must be 12 digits');

export const region: z.ZodType<string, string> = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}$/, 'must be a region name such as us-east-1');

/** `host:port` of a service that we call. */
export const hostAndPort: z.ZodType<string, string> = z
  .string()
  .regex(/^([A-Za-z0-9._-]+|\[[0-9A-Fa-f:]+\]):\d{1,5}$/, 'must be host:port')
  .refine((text) => Number(text.slice(text.lastIndexOf(':') + 1)) <= PORT_MAX, 'must be host:port with a port up to 65535');

/** AWS's own form: 16 to 128 letters, digits and underscores. */
export const accessKeyId: z.ZodType<string, string> = z.string().regex(/^\w{16,128}$/, 'must be 16 to 128 letters, digits or underscores');

const SECRET_LENGTH_MIN = 16;
const SECRET_LENGTH_MAX = 128;

export const secretAccessKey: z.ZodType<Secret, string> = z
  .string()
  .regex(/^[\x21-\x7e]*$/, 'must be printable ASCII without spaces')
  .min(SECRET_LENGTH_MIN, `must be at least ${String(SECRET_LENGTH_MIN)} characters long`)
  .max(SECRET_LENGTH_MAX, `must be at most ${String(SECRET_LENGTH_MAX)} characters long`)
  .transform((text) => Secret.copyOf(Buffer.from(text)));

/** Where an engine keeps its state: `lmdb:` for the place in the data directory, `lmdb:PATH` for another. */
export interface EngineUrl {
  readonly scheme: string;
  /** What follows the scheme; empty for the engine's default place. */
  readonly rest: string;
}

/** An engine's URL, of the schemes that this version offers for it. */
export function engineUrl(...schemes: readonly string[]): z.ZodType<EngineUrl, string> {
  const schemeOf = (text: string): string => /^([a-z][a-z0-9+.-]*):/.exec(text)?.[1] ?? '';
  return z
    .string()
    .refine((text) => schemes.includes(schemeOf(text)), `must begin with ${schemes.map((scheme) => `${scheme}:`).join(' or ')}`)
    .transform((text) => ({ scheme: schemeOf(text), rest: text.slice(schemeOf(text).length + 1) }));
}
