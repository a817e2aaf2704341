/**
 * An authority that signs certificates for our own services (X.509 v3, RFC 5280): ECDSA on P-256 with SHA-256. For development and for a
 * cluster that has no certificate service; elsewhere certificates come from the operator's own authority.
 */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign, X509Certificate, type KeyObject } from 'node:crypto';
import { bits, boolean, explicit, integer, octets, oid, pem, sequence, set, tagged, time, utf8 } from './der.js';

/** A certificate and its key, both in PEM. */
export interface IssuedCertificate {
  readonly cert: string;
  readonly key: string;
}

/** What a certificate is asked for. */
export interface CertificateRequest {
  readonly commonName: string;
  /** The names that it is for, beside this machine's own: `localhost` and its addresses. */
  readonly names: readonly string[];
  /** A certificate of a server only shows it to clients; a mutual one is shown by a client as well. */
  readonly use: 'server' | 'mutual';
  readonly days: number;
}

const DAY_MS = 86_400_000;
/** A clock that is a little behind must not refuse a new certificate. */
const BACKDATED_MS = 3_600_000;

const OID = {
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  commonName: '2.5.4.3',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
} as const;

/** Key usage bits: the top one is digitalSignature, the sixth and seventh are keyCertSign and cRLSign. */
const DIGITAL_SIGNATURE = bits(Buffer.from([0x80]), 7);
const SIGNS_CERTIFICATES = bits(Buffer.from([0x06]), 1);

const algorithm = sequence(oid(OID.ecdsaWithSha256));
const nameOf = (commonName: string): Buffer => sequence(set(sequence(oid(OID.commonName), utf8(commonName))));
const newKeys = (): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const privatePem = (key: KeyObject): string => pem('PRIVATE KEY', key.export({ type: 'pkcs8', format: 'der' }));

/** Signs certificates in its own name. */
export class Authority {
  /** The authority's own certificate, in PEM. */
  readonly cert: string;
  readonly #name: string;
  readonly #key: KeyObject;

  private constructor(name: string, key: KeyObject, cert: string) {
    this.cert = cert;
    this.#name = name;
    this.#key = key;
  }

  /** A new one. */
  static create(name: string, days: number, now = new Date()): Authority {
    const { publicKey, privateKey } = newKeys();
    const validity = { now, days };
    return new Authority(name, privateKey, certificate({ subject: name, publicKey, issuer: { name, key: privateKey }, validity, extensions: authorityExtensions(publicKey) }));
  }

  /** One that was kept, from PEM. Throws an error that says what is wrong with it and quotes nothing. */
  static open({ cert, key }: IssuedCertificate): Authority {
    const made = new X509Certificate(cert);
    const privateKey = createPrivateKey(key);
    const name = /^CN=([^\n]+)$/.exec(made.subject)?.[1];
    if (!made.ca) throw new Error('the certificate is not of an authority');
    if (!made.checkPrivateKey(privateKey)) throw new Error('the key is not that of the certificate');
    if (name === undefined) throw new Error('the subject of the certificate is more than a common name');
    if (privateKey.asymmetricKeyDetails?.namedCurve !== 'prime256v1') throw new Error('the key is not of ECDSA on P-256');
    return new Authority(name, privateKey, cert);
  }

  /** Its private key, in PEM: a secret, for whoever keeps the authority. */
  exportKey(): string {
    return privatePem(this.#key);
  }

  /** A certificate with a new key. */
  issue({ commonName, names, use, days }: CertificateRequest, now = new Date()): IssuedCertificate {
    const { publicKey, privateKey } = newKeys();
    const extensions = serviceExtensions(names, use, createPublicKey(this.#key));
    const cert = certificate({ subject: commonName, publicKey, issuer: { name: this.#name, key: this.#key }, validity: { now, days }, extensions });
    return { cert, key: privatePem(privateKey) };
  }
}

interface Draft {
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly issuer: { readonly name: string; readonly key: KeyObject };
  readonly validity: { readonly now: Date; readonly days: number };
  readonly extensions: readonly Buffer[];
}

/** `Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signature }`. */
function certificate({ subject, publicKey, issuer, validity: { now, days }, extensions }: Draft): string {
  const serialNumber = randomBytes(16);
  serialNumber[0] = ((serialNumber[0] ?? 0) & 0x7f) | 0x40;
  const signed = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(serialNumber),
    algorithm,
    nameOf(issuer.name),
    sequence(time(new Date(now.getTime() - BACKDATED_MS)), time(new Date(now.getTime() + days * DAY_MS))),
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(...extensions)),
  );
  return pem('CERTIFICATE', sequence(signed, algorithm, bits(sign('sha256', signed, issuer.key))));
}

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  return sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(value));
}

/** How a key is named by the certificates around it: any short digest will do. */
function keyIdentifier(publicKey: KeyObject): Buffer {
  return createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' })).digest().subarray(0, 20);
}

function authorityExtensions(publicKey: KeyObject): readonly Buffer[] {
  return [
    extension(OID.basicConstraints, true, sequence(boolean(true), integer(Buffer.from([0])))),
    extension(OID.keyUsage, true, SIGNS_CERTIFICATES),
    extension(OID.subjectKeyIdentifier, false, octets(keyIdentifier(publicKey))),
  ];
}

function serviceExtensions(names: readonly string[], use: CertificateRequest['use'], authorityKey: KeyObject): readonly Buffer[] {
  const dns = (name: string): Buffer => tagged(0x82, Buffer.from(name));
  const address = (bytes: readonly number[]): Buffer => tagged(0x87, Buffer.from(bytes));
  const here = [dns('localhost'), ...names.map(dns), address([127, 0, 0, 1]), address([...Array<number>(15).fill(0), 1])];
  return [
    extension(OID.basicConstraints, true, sequence()),
    extension(OID.keyUsage, true, DIGITAL_SIGNATURE),
    extension(OID.extendedKeyUsage, false, sequence(oid(OID.serverAuth), ...(use === 'mutual' ? [oid(OID.clientAuth)] : []))),
    extension(OID.subjectAltName, false, sequence(...here)),
    extension(OID.authorityKeyIdentifier, false, sequence(tagged(0x80, keyIdentifier(authorityKey)))),
  ];
}
