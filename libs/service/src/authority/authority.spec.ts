import { X509Certificate } from 'node:crypto';
import { Authority, type CertificateRequest } from './authority.js';

const now = new Date('2030-01-02T03:04:05Z');
const request: CertificateRequest = { commonName: 'storage-service', names: ['storage-service', 'storage-service.coffer.svc', '*.s3.example.com'], use: 'mutual', days: 90 };
const authority = Authority.create('An authority', 3650, now);

describe('Authority', () => {
  it('is a certificate that signs, and signs for the names, the use and the days that were asked for', () => {
    const own = new X509Certificate(authority.cert);
    const made = new X509Certificate(authority.issue(request, now).cert);
    expect([own.ca, own.subject, own.validToDate]).toEqual([true, 'CN=An authority', new Date('2039-12-31T03:04:05Z')]);
    expect([made.ca, made.subject, made.issuer, made.verify(own.publicKey), made.checkIssued(own)]).toEqual([false, 'CN=storage-service', 'CN=An authority', true, true]);
    expect(made.subjectAltName).toBe('DNS:localhost, DNS:storage-service, DNS:storage-service.coffer.svc, DNS:*.s3.example.com, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1');
    expect([made.validFromDate, made.validToDate]).toEqual([new Date('2030-01-02T02:04:05Z'), new Date('2030-04-02T03:04:05Z')]);
    expect(made.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
  });

  it('gives one that is of a server only no use as a client', () => {
    expect(new X509Certificate(authority.issue({ ...request, use: 'server' }, now).cert).keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
  });

  it('goes on from what was kept of it', () => {
    const kept = Authority.open({ cert: authority.cert, key: authority.exportKey() });
    expect(new X509Certificate(kept.issue(request, now).cert).verify(new X509Certificate(authority.cert).publicKey)).toBe(true);
  });

  it.each([
    ['the key of another', () => ({ cert: authority.cert, key: Authority.create('Another', 1, now).exportKey() }), 'the key is not that of the certificate'],
    ['a certificate that may not sign', () => authority.issue(request, now), 'the certificate is not of an authority'],
    ['no certificate', () => ({ cert: 'not one', key: authority.exportKey() }), /PEM|certificate/i],
    ['no key', () => ({ cert: authority.cert, key: 'not one' }), /./],
  ])('refuses %s', (_, kept, message) => {
    expect(() => Authority.open(kept())).toThrow(message);
  });
});
