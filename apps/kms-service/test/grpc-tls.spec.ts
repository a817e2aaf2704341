import { credentials, status } from '@grpc/grpc-js';
import { authority, forAlice, MadeUpService, openDoor, PlainClient, refusalOf, secured } from './grpc-lab.js';

const ours = authority();
const theirs = authority();

describe('the handshake', () => {
  it('lets in a peer with a certificate of our authority', async () => {
    const { port } = await openDoor(new MadeUpService(), ours.kms);
    await expect(new PlainClient(port, ours.storage).call('Ping', {})).resolves.toMatchObject({ answer: {} });
  });

  it.each([
    ['no certificate', secured({ ca: ours.kms.ca })],
    ['a certificate of another authority', secured({ ...theirs.storage, ca: ours.kms.ca })],
    ['TLS 1.2', secured(ours.storage, 'TLSv1.2')],
    ['no TLS', credentials.createInsecure()],
    ['no trust in our authority', secured({ ...ours.storage, ca: theirs.kms.ca })],
  ])('keeps out a peer with %s', async (_, security) => {
    const inner = new MadeUpService();
    const { port } = await openDoor(inner, ours.kms);
    const client = new PlainClient(port, security);
    for (const rpc of ['Ping', 'Check', 'GenerateDataKey']) {
      const { code, name } = await client.refused(rpc, { onBehalfOf: forAlice }, { deadlineMs: 1_500 });
      expect([status.UNAVAILABLE, status.DEADLINE_EXCEEDED]).toContain(code);
      expect(name).toBeUndefined();
    }
    expect(inner.calls).toEqual([]);
  });
});

describe('renewed certificates', () => {
  it('are used for new connections without a restart, and the old authority no longer counts', async () => {
    const { port, door } = await openDoor(new MadeUpService(), ours.kms);
    const before = new PlainClient(port, ours.storage);
    await before.call('Ping', {});
    door.renewTls(theirs.kms);
    await expect(new PlainClient(port, theirs.storage).call('Ping', {})).resolves.toBeDefined();
    expect((await refusalOf(new PlainClient(port, ours.storage).call('Ping', {}, { deadlineMs: 1_500 }))).name).toBeUndefined();
    // A connection that stands is left alone.
    await expect(before.call('Ping', {})).resolves.toBeDefined();
  });

  it('still mean TLS 1.3', async () => {
    const { port, door } = await openDoor(new MadeUpService(), ours.kms);
    door.renewTls(theirs.kms);
    await expect(new PlainClient(port, secured(theirs.storage, 'TLSv1.2')).call('Ping', {}, { deadlineMs: 1_500 })).rejects.toBeDefined();
  });
});
