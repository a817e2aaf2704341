import { z } from 'zod';

const NAMES_MAX = 100;

/** Common names or DNS names of certificates, separated by commas. */
export const names: z.ZodType<ReadonlySet<string>, string> = z
  .string()
  .transform((text) => text.split(',').map((name) => name.trim()))
  .refine((list) => list.length <= NAMES_MAX && list.every((name) => /^[A-Za-z0-9._*-]{1,253}$/.test(name)), 'must be names separated by commas')
  .transform((list) => new Set(list) as ReadonlySet<string>);
