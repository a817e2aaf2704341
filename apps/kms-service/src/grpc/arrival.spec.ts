import { Metadata } from '@grpc/grpc-js';
import { arrivalOf } from './handle.js';

type Call = Parameters<typeof arrivalOf>[0];

/** A call as gRPC tells of it, from a peer at that address and port. */
const from = (peer: string): Call => ({
  request: {}, metadata: new Metadata(), getPeer: () => peer, getAuthContext: () => ({ sslPeerCertificate: { subject: { CN: 'storage-service' } } }) as unknown as ReturnType<Call['getAuthContext']>,
});

describe('arrivalOf', () => {
  it.each([
    ['10.0.0.9:51234', '10.0.0.9'],
    ['::ffff:10.0.0.9:51234', '10.0.0.9'],
    ['2001:db8::9:51234', '2001:db8::9'],
    ['unknown', 'unknown'],
  ])('knows the peer %s by the address %s', (peer, address) => {
    expect(arrivalOf(from(peer), 'r').peer).toMatchObject({ name: 'storage-service', address });
  });
});
