import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Secret } from '@coffer/crypto';
import { vectors } from '@coffer/testing';
import { openBlob, parseBlob } from '../blob/ciphertext-blob.js';
import { decodeClaims, encodeClaims, SESSION_KEY_SIZE, sessionAccessKey, type SessionClaims } from './session-claims.js';

interface Row {
  readonly why: string;
  readonly material: string;
  readonly token: string;
  readonly refused?: true;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly arn: string;
  readonly issuer: string;
  readonly issued: number;
  readonly expires: number;
  readonly extras: { readonly p?: string[]; readonly a?: string[]; readonly t?: [string, string][]; readonly k?: string[]; readonly s?: string; readonly w?: string[] };
}

const rows = vectors<Row>(join(import.meta.dirname, '../../vectors/session-tokens.json'));

function claimsOf({ token, material }: Row): SessionClaims {
  using opened = openBlob(parseBlob(Buffer.from(token, 'base64url')), Secret.copyOf(Buffer.from(material, 'hex')), new Map(), 'session');
  return decodeClaims(Buffer.from(opened.reveal()));
}

describe('a session token', () => {
  it.each(rows.filter(({ refused }) => refused === undefined))('opens: $why', (row) => {
    const { accessKey, principal, session, policyArns } = claimsOf(row);
    expect([accessKey.id, accessKey.reveal(), principal.arn, session.issuer.arn]).toEqual([row.accessKeyId, row.secretAccessKey, row.arn, row.issuer]);
    expect([session.issuedAt.getTime(), session.expiresAt.getTime()]).toEqual([row.issued * 1000, row.expires * 1000]);
    const { p = [], a = [], t = [], k = [], s, w } = row.extras;
    expect([session.policies, policyArns, [...session.tags], session.transitiveTagKeys, session.sourceIdentity]).toEqual([p, a, t, k, s]);
    expect(session.webIdentity).toEqual(w && { provider: w[0], audience: w[1], subject: w[2] });
  });

  it.each(rows.filter(({ refused }) => refused === true))('does not open: $why', (row) => {
    expect(() => claimsOf(row)).toThrow();
  });
});

describe('encodeClaims', () => {
  it('writes what decodeClaims reads', () => {
    const claims = claimsOf(rows[2]!);
    const random = randomBytes(SESSION_KEY_SIZE);
    const again = decodeClaims(encodeClaims(random, claims));
    expect(again).toEqual({ ...claims, accessKey: sessionAccessKey(random) });
    expect(again.accessKey.reveal()).toBe(sessionAccessKey(random).reveal());
  });
});
