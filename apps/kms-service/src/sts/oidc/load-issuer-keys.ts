import { readFile, stat } from 'node:fs/promises';
import type { OidcProvider } from '@coffer/iam';
import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';
import { fetchJson, ISSUER_DOCUMENT_SIZE_MAX } from './fetch-json.js';

/** Keys of one issuer. */
export const ISSUER_KEYS_MAX = 100;

const keysShape = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).max(ISSUER_KEYS_MAX) });
const discoveryShape = z.object({ issuer: z.string(), jwks_uri: z.string().startsWith('https://') });

/** The keys that an issuer signs with now, from where the provider says. Rejects if they cannot be had. */
export async function loadIssuerKeys(provider: OidcProvider): Promise<JSONWebKeySet> {
  const { keys } = provider;
  if (keys.from === 'file') return keysOf(JSON.parse(await readSmallFile(keys.file)));
  const ca = provider.caFile === undefined ? undefined : await readSmallFile(provider.caFile);
  const url = keys.from === 'url' ? keys.url : await discover(provider, ca);
  return keysOf(await fetchJson(url, ca));
}

/** OpenID Connect Discovery 1.0, section 4: the document must name the issuer that was asked. */
async function discover({ url }: OidcProvider, ca: string | undefined): Promise<string> {
  const document = discoveryShape.parse(await fetchJson(`${url.replace(/\/$/, '')}/.well-known/openid-configuration`, ca));
  if (document.issuer !== url) throw new Error(`the discovery document of ${url} is of another issuer`);
  return document.jwks_uri;
}

async function readSmallFile(path: string): Promise<string> {
  if ((await stat(path)).size > ISSUER_DOCUMENT_SIZE_MAX) throw new Error(`${path} is larger than ${String(ISSUER_DOCUMENT_SIZE_MAX)} bytes`);
  return readFile(path, 'utf8');
}

/** RFC 7517. What a key must have beside its type is checked where it is used. */
function keysOf(document: unknown): JSONWebKeySet {
  return keysShape.parse(document);
}
