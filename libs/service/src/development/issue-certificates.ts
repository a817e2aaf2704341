/**
 * An authority and certificates for mutual TLS on one machine (X.509 v3, RFC 5280): ECDSA on P-256 with SHA-256, good as server and as
 * client, for localhost and its addresses. For development: elsewhere certificates come from the operator's own authority.
 */
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { bits, boolean, explicit, integer, octets, oid, pem, sequence, set, tagged, time, utf8 } from './der.js';

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

/** Long enough that a development machine does not notice; renewed by the start tool before its end. */
export const VALIDITY_DAYS = 825;
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

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  return sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(value));
}

/** How a key is named by the certificates around it: any short digest will do. */
function keyIdentifier(publicKey: KeyObject): Buffer {
  return createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' })).digest().subarray(0, 20);
}

interface Issuer {
  readonly name: string;
  readonly key: KeyObject;
}

/** `Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signature }`. */
function certificate(subject: string, publicKey: KeyObject, issuer: Issuer, now: Date, extensions: readonly Buffer[]): string {
  const serialNumber = randomBytes(16);
  serialNumber[0] = ((serialNumber[0] ?? 0) & 0x7f) | 0x40;
  const signed = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(serialNumber),
    algorithm,
    nameOf(issuer.name),
    sequence(time(new Date(now.getTime() - BACKDATED_MS)), time(new Date(now.getTime() + VALIDITY_DAYS * DAY_MS))),
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(...extensions)),
  );
  return pem('CERTIFICATE', sequence(signed, algorithm, bits(sign('sha256', signed, issuer.key))));
}

function authorityExtensions(publicKey: KeyObject): readonly Buffer[] {
  return [
    extension(OID.basicConstraints, true, sequence(boolean(true), integer(Buffer.from([0])))),
    extension(OID.keyUsage, true, SIGNS_CERTIFICATES),
    extension(OID.subjectKeyIdentifier, false, octets(keyIdentifier(publicKey))),
  ];
}

function serviceExtensions(commonName: string, authorityKey: KeyObject): readonly Buffer[] {
  const dns = (name: string): Buffer => tagged(0x82, Buffer.from(name));
  const address = (bytes: readonly number[]): Buffer => tagged(0x87, Buffer.from(bytes));
  const here = [dns('localhost'), dns(commonName), address([127, 0, 0, 1]), address([...Array<number>(15).fill(0), 1])];
  return [
    extension(OID.basicConstraints, true, sequence()),
    extension(OID.keyUsage, true, DIGITAL_SIGNATURE),
    extension(OID.extendedKeyUsage, false, sequence(oid(OID.serverAuth), oid(OID.clientAuth))),
    extension(OID.subjectAltName, false, sequence(...here)),
    extension(OID.authorityKeyIdentifier, false, sequence(tagged(0x80, keyIdentifier(authorityKey)))),
  ];
}

/** Makes an authority and a certificate for each common name. */
export function issueCertificates(commonNames: readonly string[], now = new Date()): IssuedCertificates {
  const newKeys = (): { publicKey: KeyObject; privateKey: KeyObject } => generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const authority = newKeys();
  const issuer = { name: 'Coffer development authority', key: authority.privateKey };
  const issue = (commonName: string): readonly [string, IssuedCertificate] => {
    const { publicKey, privateKey } = newKeys();
    const cert = certificate(commonName, publicKey, issuer, now, serviceExtensions(commonName, authority.publicKey));
    return [commonName, { cert, key: pem('PRIVATE KEY', privateKey.export({ type: 'pkcs8', format: 'der' })) }];
  };
  const ca = certificate(issuer.name, authority.publicKey, issuer, now, authorityExtensions(authority.publicKey));
  return { ca, issued: new Map(commonNames.map(issue)) };
}
