import { randomFillSync, webcrypto, X509Certificate as NodeCertificate } from 'node:crypto';

/** A certificate and its key, both in PEM. */
export interface IssuedCertificate {
  readonly cert: string;
  readonly key: string;
}

export interface IssuedCertificates {
  /** The authority's certificate. Its key is forgotten: renewing means a new authority and new certificates together. */
  readonly ca: string;
  /** By common name. */
  readonly issued: ReadonlyMap<string, IssuedCertificate>;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY_MS = 86_400_000;
/** Long enough that a development machine does not notice; renewed by the start tool before its end. */
export const VALIDITY_DAYS = 825;
/** A clock that is a little behind must not refuse a new certificate. */
const BACKDATED_MS = 3_600_000;

/** 16 random bytes in hex, positive as X.509 wants it. */
function serialNumber(): string {
  const bytes = randomFillSync(Buffer.alloc(16));
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}

async function privateKeyPem(key: webcrypto.CryptoKey): Promise<string> {
  const base64 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key)).toString('base64');
  return `-----BEGIN PRIVATE KEY-----\n${base64.replaceAll(/.{64}(?=.)/g, '$&\n')}\n-----END PRIVATE KEY-----\n`;
}

/**
 * Makes an authority and a P-256 certificate for each common name, for mutual TLS on one machine: good as server and as client, for
 * localhost and its addresses.
 *
 * The library is loaded here and not at the top: a service that is given its certificates never needs it.
 */
export async function issueCertificates(commonNames: readonly string[], now = new Date()): Promise<IssuedCertificates> {
  const x509 = await import('@peculiar/x509');
  x509.cryptoProvider.set(webcrypto as unknown as Crypto);
  const validity = { notBefore: new Date(now.getTime() - BACKDATED_MS), notAfter: new Date(now.getTime() + VALIDITY_DAYS * DAY_MS) };
  const common = { ...validity, signingAlgorithm: ALGORITHM };
  const newKeys = (): Promise<webcrypto.CryptoKeyPair> => webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);

  const authorityKeys = await newKeys();
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    ...common,
    serialNumber: serialNumber(),
    name: 'CN=Coffer development authority',
    keys: authorityKeys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });

  const issue = async (commonName: string): Promise<IssuedCertificate> => {
    const keys = await newKeys();
    const certificate = await x509.X509CertificateGenerator.create({
      ...common,
      serialNumber: serialNumber(),
      subject: `CN=${commonName}`,
      issuer: authority.subject,
      publicKey: keys.publicKey,
      signingKey: authorityKeys.privateKey,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth]),
        new x509.SubjectAlternativeNameExtension([
          { type: 'dns', value: 'localhost' },
          { type: 'dns', value: commonName },
          { type: 'ip', value: '127.0.0.1' },
          { type: 'ip', value: '::1' },
        ]),
        await x509.AuthorityKeyIdentifierExtension.create(authorityKeys.publicKey),
      ],
    });
    return { cert: new NodeCertificate(certificate.toString('pem')).toString(), key: await privateKeyPem(keys.privateKey) };
  };

  const issued = await Promise.all(commonNames.map(async (name) => [name, await issue(name)] as const));
  return { ca: new NodeCertificate(authority.toString('pem')).toString(), issued: new Map(issued) };
}
