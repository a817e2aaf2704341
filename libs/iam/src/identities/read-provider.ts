import { pathForm } from './name-forms.js';
import type { IssuerKeys, OidcProvider } from './oidc-provider.js';
import { takeName, type Reading } from './reading.js';

/** Client ids of one provider; AWS's own figure. */
export const AUDIENCES_MAX = 100;

const URL_WORDS = 'an https URL of at most 255 characters without a query, fragment or credentials';
/** The scheme, a host with or without a port, and a path. */
const urlForm = /^(?=.{1,255}$)https:\/\/([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?(\/[\w.~!$&'()*+,;=:@%/-]*)?$/;
const audienceForm = /^[\x21-\x7e]{1,255}$/;
const AUDIENCE_WORDS = '1 to 255 printable ASCII characters without spaces';
const MEMBERS = ['url', 'audiences', 'jwksFile', 'jwksUri', 'caFile'];

/** An issuer of web identities, or nothing: then there is a mistake, or the document gave way. */
export function readProvider(reading: Reading, value: unknown, place: string, accountId: string): OidcProvider | undefined {
  const { reader } = reading;
  const members = reader.members(value, place, MEMBERS);
  if (members === undefined) return undefined;
  const url = reader.text(members.get('url'), `${place}.url`, urlForm, URL_WORDS);
  const issuer = url?.slice('https://'.length) ?? '';
  const arn = `arn:aws:iam::${accountId}:oidc-provider/${issuer}`;
  if (url !== undefined && !takeName(reading, arn, `${place}.url`)) return undefined;
  const audiences = readAudiences(reading, members.get('audiences'), `${place}.audiences`);
  const keys = readKeys(reading, members, place);
  const caFile = readPath(reading, members.get('caFile'), `${place}.caFile`);
  return { arn, accountId, url: url ?? '', issuer, audiences, keys, ...(caFile === undefined ? {} : { caFile }) };
}

function readAudiences({ reader }: Reading, value: unknown, place: string): readonly string[] {
  const audiences = reader.texts(value, place, AUDIENCES_MAX, audienceForm, AUDIENCE_WORDS).map(([audience]) => audience);
  if (value === undefined) reader.refuse(place, 'is needed and not given');
  else if (Array.isArray(value) && value.length === 0) reader.refuse(place, 'must name one at least');
  if (new Set(audiences).size < audiences.length) reader.refuse(place, 'names one of them twice');
  return audiences;
}

function readKeys(reading: Reading, members: ReadonlyMap<string, unknown>, place: string): IssuerKeys {
  const file = readPath(reading, members.get('jwksFile'), `${place}.jwksFile`);
  const url = reading.reader.optionalText(members.get('jwksUri'), `${place}.jwksUri`, urlForm, URL_WORDS);
  if (members.has('jwksFile') && members.has('jwksUri')) reading.reader.refuse(place, 'has both jwksFile and jwksUri; keep one');
  if (file !== undefined) return { from: 'file', file };
  return url === undefined ? { from: 'discovery' } : { from: 'url', url };
}

function readPath({ reader, options, source }: Reading, value: unknown, place: string): string | undefined {
  const path = reader.optionalText(value, place, pathForm, 'a path');
  return path === undefined ? undefined : (options.resolvePath?.(path, source.name) ?? path);
}
