import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { STSClient, type STSClientConfig } from '@aws-sdk/client-sts';
import { tempDir, type ProcessSettings } from '@coffer/testing';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { ALICE, madeUpSettings, MALLORY, OTHER_ACCOUNT_ID } from './made-up-settings.js';

export const ACCOUNT = '000000000000';
export const ISSUER = 'issuer.example/path';
export const AUDIENCE = 'sts.amazonaws.com';
export const BOB = { accessKeyId: 'AKIAMADEUPBOB0000001', secretAccessKey: 'made-up-bob-secret-0123456789' };
export const roleArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;

export const allow = (Action: string | readonly string[], Resource: string | readonly string[] = '*'): object => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] });
export const trust = (Principal: object, Action: string | readonly string[], Condition?: object): object => ({
  Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action, ...(Condition !== undefined && { Condition }) }],
});

/** An issuer of OIDC tokens whose keys lie in a file. */
export class TestIssuer {
  readonly jwksFile = join(tempDir(), 'jwks.json');
  #key: CryptoKey | undefined;
  #kid = '';

  /** Makes a new key, which alone is in the file from now on. */
  async renew(kid: string, algorithm = 'RS256'): Promise<void> {
    const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
    this.#key = privateKey;
    this.#kid = kid;
    writeFileSync(this.jwksFile, JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid, alg: algorithm, use: 'sig' }] }));
  }

  async token(claims: Readonly<Record<string, unknown>> = {}, algorithm = 'RS256', kid = this.#kid): Promise<string> {
    const seconds = Math.floor(Date.now() / 1000);
    const whole: Readonly<Record<string, unknown>> = { iss: `https://${ISSUER}`, aud: AUDIENCE, sub: 'system:serviceaccount:team:app', iat: seconds, exp: seconds + 600, ...claims };
    return new SignJWT(whole).setProtectedHeader({ alg: algorithm, kid }).sign(this.#key ?? new Uint8Array());
  }
}

const user = ({ accessKeyId, secretAccessKey }: typeof ALICE): object => ({ accessKeys: [{ id: accessKeyId, secret: secretAccessKey }] });
const root = { AWS: `arn:aws:iam::${ACCOUNT}:root` };

/** Roles of every kind that a suite needs. */
export function stsIdentities(jwksFile: string): object {
  const roles = [
    { name: 'open', trust: trust({ AWS: `arn:aws:iam::${ACCOUNT}:user/alice` }, ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity']), policies: [{ name: 'all', document: allow('*') }], tags: { team: 'red' } },
    { name: 'delegated', trust: trust(root, 'sts:AssumeRole') },
    { name: 'untagged', trust: trust({ AWS: `arn:aws:iam::${ACCOUNT}:user/alice` }, 'sts:AssumeRole') },
    { name: 'external', trust: trust({ AWS: `arn:aws:iam::${OTHER_ACCOUNT_ID}:user/mallory` }, 'sts:AssumeRole', { StringEquals: { 'sts:ExternalId': 'agreed' } }) },
    { name: 'chained', trust: trust({ AWS: roleArn('open') }, ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity']), maxSessionSeconds: 43_200 },
    {
      name: 'web', maxSessionSeconds: 3_600, policies: [{ name: 'all', document: allow('*') }],
      trust: trust({ Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}` }, 'sts:AssumeRoleWithWebIdentity', {
        StringEquals: { [`${ISSUER}:aud`]: AUDIENCE }, StringLike: { [`${ISSUER}:sub`]: 'system:serviceaccount:team:*' },
      }),
    },
  ];
  return {
    accounts: [
      {
        id: ACCOUNT,
        users: [{ name: 'alice', ...user(ALICE), policies: [{ name: 'kms', document: allow('kms:*') }] }, { name: 'bob', ...user(BOB), policies: [{ name: 'delegated', document: allow('sts:AssumeRole', roleArn('delegated')) }] }],
        policies: [{ name: 'narrow', document: allow('kms:ListKeys') }],
        roles,
        oidcProviders: [{ url: `https://${ISSUER}`, audiences: [AUDIENCE, 'another'], jwksFile }],
      },
      { id: OTHER_ACCOUNT_ID, users: [{ name: 'mallory', ...user(MALLORY), policies: [{ name: 'sts', document: allow('sts:*') }] }] },
    ],
  };
}

/** Settings of a service that has these identities. */
export function settingsWith(identities: object): ProcessSettings & { readonly COFFER_DATA_DIR: string; readonly COFFER_KMS_ROOT_KEY_FILE: string } {
  const made = madeUpSettings();
  writeFileSync(made['COFFER_IDENTITIES'] ?? '', JSON.stringify(identities), { mode: 0o600 });
  return made;
}

type Credentials = NonNullable<STSClientConfig['credentials']>;

/** AWS's own client; without credentials it signs nothing that needs no signature. */
export function stsClient(port: number, credentials: Credentials, region = 'us-east-1'): STSClient {
  return new STSClient({ endpoint: `http://127.0.0.1:${String(port)}`, region, credentials, maxAttempts: 1 });
}

/** Of an answer, as clients take them. */
export function credentialsFrom(given: { AccessKeyId?: string | undefined; SecretAccessKey?: string | undefined; SessionToken?: string | undefined } | undefined): { accessKeyId: string; secretAccessKey: string; sessionToken: string } {
  return { accessKeyId: given?.AccessKeyId ?? '', secretAccessKey: given?.SecretAccessKey ?? '', sessionToken: given?.SessionToken ?? '' };
}
