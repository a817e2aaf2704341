import type { PeerCertificate } from 'node:tls';
import { peerOf } from './peer.js';

const certificate = (subject: object | undefined, subjectaltname?: string): PeerCertificate => ({ subject, subjectaltname }) as unknown as PeerCertificate;

/** The code of what `attempt` throws. */
function refusal(attempt: () => unknown): unknown {
  try {
    return { returned: attempt() };
  } catch (error) {
    return (error as { readonly code?: unknown }).code;
  }
}

describe('peerOf', () => {
  it.each([
    ['the common name first, then DNS names', certificate({ CN: 'storage-service' }, 'DNS:localhost, DNS:storage, IP Address:127.0.0.1'), ['storage-service', 'localhost', 'storage']],
    ['DNS names alone', certificate(undefined, 'DNS:storage'), ['storage']],
    ['every common name', certificate({ CN: ['a', 'b'] }), ['a', 'b']],
    ['no other kind of name', certificate({ CN: 'a' }, 'email:storage-service, URI:storage-service, IP Address:10.0.0.1'), ['a']],
    ['a quoted name as no name of ours', certificate({ CN: 'a' }, 'DNS:"x, DNS:storage-service"'), ['a', '"x', 'storage-service"']],
  ])('reads %s', (_, given, names) => {
    const peer = peerOf(given, '10.0.0.1');
    expect([...peer.names]).toEqual(names);
    expect(peer.name).toBe(names[0]);
  });

  it.each([
    ['no certificate', undefined],
    ['a certificate without names', certificate({ O: 'storage-service' })],
    ['one for addresses only', certificate(undefined, 'IP Address:127.0.0.1')],
  ])('refuses %s', (_, given) => {
    expect(refusal(() => peerOf(given, '10.0.0.1'))).toBe('AccessDeniedException');
  });
});
