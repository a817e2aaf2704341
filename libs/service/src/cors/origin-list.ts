import { z } from 'zod';

const ORIGINS_MAX = 16;

/** `https://console.example.com`: a scheme, a name and perhaps a port, written as browsers write them, so that a comparison of texts is enough. */
function isOrigin(text: string): boolean {
  return /^https?:\/\//.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

/** Origins with commas between them; empty is none. */
export const originList: z.ZodType<readonly string[], string> = z
  .string()
  .transform((text) => [...new Set(text.split(',').map((origin) => origin.trim()).filter((origin) => origin !== ''))])
  .refine((origins) => origins.every(isOrigin), 'must be origins such as https://console.example.com, in lower case and without a path, with commas between them')
  .refine((origins) => origins.length <= ORIGINS_MAX, `must be at most ${String(ORIGINS_MAX)} origins`);

/** The origin of a URL as a setting names it: an endpoint without a path. */
export const originUrl: z.ZodType<string, string> = z.string().refine(isOrigin, 'must be an origin such as https://s3.example.com, in lower case and without a path');
