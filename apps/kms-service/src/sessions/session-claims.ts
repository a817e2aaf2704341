/**
 * What a session token says, before it is sealed.
 *
 *     claims = version:1  key-id:10  secret:30  members          members = raw DEFLATE of JSON
 *
 *     access key id     = "ASIA" and key-id in base32, 16 characters (RFC 4648)
 *     secret access key = secret in base64, 40 characters
 *     JSON              = [principal, issuer, issued, expires, session]
 *     principal         = [type, ARN, account, unique id, user name or null]
 *     issuer            = the same five of whom the credentials were given for
 *     issued, expires   = whole seconds since 1970-01-01T00:00:00Z
 *     session           = { p: policies, a: ARNs of managed policies, t: tags as pairs, k: transitive tag keys, s: source identity,
 *                           w: [provider, audience, subject] }      each left out where it is empty
 *
 * The ids repeat in the ARNs, which DEFLATE makes short. The secret stands outside of it, so that a token's length tells nothing of the secret.
 *
 * Promises: what decodes was encoded here, since only what a seal has proven is decoded; anything else is a RangeError.
 * Limits: `MEMBERS_SIZE_MAX` when inflated.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { AccessKey, SESSION_KEY_PREFIX, type Principal, type Session, type SessionIssuer } from '@coffer/iam';
import { z } from 'zod';
import { base32 } from './base32.js';

/** Everything that a session token proves. */
export interface SessionClaims {
  readonly accessKey: AccessKey;
  readonly principal: Principal;
  readonly session: Session;
  /** Session policies that are named and not written out: their text is looked up when the token is opened. */
  readonly policyArns: readonly string[];
}

const VERSION = 1;
const KEY_ID_SIZE = 10;
const SECRET_SIZE = 30;
const HEADER_SIZE = 1 + KEY_ID_SIZE + SECRET_SIZE;

/** JSON of the members: two session policies' worth of text and fifty tags are well under it. */
export const MEMBERS_SIZE_MAX = 64 * 1024;

/** The random part of an access key: what its id and its secret are made of. */
export const SESSION_KEY_SIZE = KEY_ID_SIZE + SECRET_SIZE;

/** A new session's access key out of `SESSION_KEY_SIZE` random bytes. */
export function sessionAccessKey(random: Buffer): AccessKey {
  return new AccessKey(`${SESSION_KEY_PREFIX}${base32(random.subarray(0, KEY_ID_SIZE))}`, random.toString('base64', KEY_ID_SIZE, SESSION_KEY_SIZE));
}

const who = z.tuple([z.string(), z.string(), z.string(), z.string(), z.string().nullable()]);
const extras = z.strictObject({
  p: z.array(z.string()).optional(),
  a: z.array(z.string()).optional(),
  t: z.array(z.tuple([z.string(), z.string()])).optional(),
  k: z.array(z.string()).optional(),
  s: z.string().optional(),
  w: z.tuple([z.string(), z.string(), z.string()]).optional(),
});
const membersShape = z.tuple([who, who, z.number(), z.number(), extras]);

type Who = z.infer<typeof who>;

/** `random` is what the access key was made of. */
export function encodeClaims(random: Buffer, { principal, session, policyArns }: Omit<SessionClaims, 'accessKey'>): Buffer {
  const { issuer, issuedAt, expiresAt } = session;
  const members = [
    [principal.type, principal.arn, principal.accountId, principal.principalId, principal.userName ?? null],
    [issuer.type, issuer.arn, issuer.accountId, issuer.principalId, issuer.userName],
    seconds(issuedAt),
    seconds(expiresAt),
    extrasOf(session, policyArns),
  ];
  return Buffer.concat([Buffer.of(VERSION), random, deflateRawSync(JSON.stringify(members), { level: 9 })]);
}

/** Reads what `encodeClaims` wrote. */
export function decodeClaims(bytes: Buffer): SessionClaims {
  if (bytes[0] !== VERSION || bytes.length <= HEADER_SIZE) throw new RangeError('a session of another version');
  const accessKey = sessionAccessKey(bytes.subarray(1, HEADER_SIZE));
  const json = inflateRawSync(bytes.subarray(HEADER_SIZE), { maxOutputLength: MEMBERS_SIZE_MAX }).toString();
  const [principal, issuer, issued, expires, extra] = membersShape.parse(JSON.parse(json));
  return { accessKey, principal: principalOf(principal), session: sessionOf(issuer, issued, expires, extra), policyArns: extra.a ?? [] };
}

function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}

function extrasOf({ policies, tags, transitiveTagKeys, sourceIdentity, webIdentity }: Session, policyArns: readonly string[]): z.infer<typeof extras> {
  return {
    ...(policies.length > 0 && { p: [...policies] }),
    ...(policyArns.length > 0 && { a: [...policyArns] }),
    ...(tags.size > 0 && { t: [...tags] }),
    ...(transitiveTagKeys.length > 0 && { k: [...transitiveTagKeys] }),
    ...(sourceIdentity !== undefined && { s: sourceIdentity }),
    ...(webIdentity !== undefined && { w: [webIdentity.provider, webIdentity.audience, webIdentity.subject] as [string, string, string] }),
  };
}

function principalOf([type, arn, accountId, principalId, userName]: Who): Principal {
  if (type !== 'Root' && type !== 'User' && type !== 'AssumedRole') throw new RangeError('a session of nobody');
  return { type, arn, accountId, principalId, ...(userName !== null && { userName }) };
}

function issuerOf([type, arn, accountId, principalId, userName]: Who): SessionIssuer {
  if (type !== 'Root' && type !== 'User' && type !== 'Role') throw new RangeError('a session that nobody issued');
  return { type, arn, accountId, principalId, userName: userName ?? '' };
}

function sessionOf(issuer: Who, issued: number, expires: number, { p, t, k, s, w }: z.infer<typeof extras>): Session {
  return {
    issuer: issuerOf(issuer),
    issuedAt: new Date(issued * 1000),
    expiresAt: new Date(expires * 1000),
    policies: p ?? [],
    tags: new Map(t ?? []),
    transitiveTagKeys: k ?? [],
    ...(s !== undefined && { sourceIdentity: s }),
    ...(w !== undefined && { webIdentity: { provider: w[0], audience: w[1], subject: w[2] } }),
  };
}
