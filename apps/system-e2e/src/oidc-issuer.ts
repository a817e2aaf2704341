import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { developmentCertificates } from '@coffer/service';
import { afterTests, tempDir } from '@coffer/testing';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';

/** An issuer of OIDC tokens as a cluster has one: discovery and keys over HTTPS, under an authority of its own. */
export class OidcIssuer {
  readonly #server: Server;
  #document: object = { keys: [] };
  #key: CryptoKey | undefined;
  #kid = '';
  /** Paths that were asked for, in order. */
  readonly asked: string[] = [];
  /** The certificate of the authority. */
  readonly caFile: string;

  private constructor() {
    const { 'kms-service': tls } = developmentCertificates(join(tempDir(), 'tls'));
    this.caFile = tls.caFile;
    this.#server = createServer({ cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile) }, ({ url = '' }, response) => {
      this.asked.push(url);
      const found = url === '/.well-known/openid-configuration' ? { issuer: this.url, jwks_uri: `${this.url}/keys` } : url === '/keys' ? this.#document : undefined;
      response.writeHead(found === undefined ? 404 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(found ?? {}));
    });
  }

  static async start(): Promise<OidcIssuer> {
    const issuer = new OidcIssuer();
    await issuer.renew('first');
    await new Promise<void>((resolve) => issuer.#server.listen(0, 'localhost', resolve));
    afterTests(() => {
      issuer.close();
    });
    return issuer;
  }

  get url(): string {
    return `https://localhost:${String((this.#server.address() as AddressInfo).port)}`;
  }

  /** Signs with another key from now on. */
  async renew(kid: string): Promise<void> {
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    this.#key = privateKey;
    this.#kid = kid;
    this.#document = { keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' }] };
  }

  async token(subject: string, audience = 'sts.amazonaws.com'): Promise<string> {
    if (this.#key === undefined) throw new Error('the issuer has no key yet');
    return new SignJWT({}).setProtectedHeader({ alg: 'ES256', kid: this.#kid }).setIssuer(this.url).setAudience(audience).setSubject(subject).setIssuedAt().setExpirationTime('10m').sign(this.#key);
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
