import { Secret } from '@coffer/crypto';
import { Reply } from './reply.js';
import { clearSecrets } from '../operations/clear-secrets.js';
import { reveal, takeSecret } from './secrets.js';

const key = Buffer.alloc(32, 7);
const write = (message: object): Buffer => Buffer.from((message as { plaintext: Buffer }).plaintext);

describe('Reply', () => {
  it('shows the live key to the writer, then zeroes the writer\'s buffer when the turn is over', async () => {
    const secret = Secret.copyOf(key);
    const reply = new Reply({ plaintext: reveal(secret) }, [secret]);
    const bytes = reply.serialize(write);
    expect(bytes).toEqual(key);
    await Promise.resolve();
    expect(bytes).toEqual(Buffer.alloc(32));
  });

  it('clears its secrets', () => {
    const secret = Secret.copyOf(key);
    const live = reveal(secret);
    new Reply({}, [secret]).clear();
    expect(live).toEqual(Buffer.alloc(32));
  });

  it('never sends zeros for a key', () => {
    const secret = Secret.copyOf(key);
    const reply = new Reply({ plaintext: reveal(secret) }, [secret]);
    reply.clear();
    expect(() => reply.serialize(write)).toThrow('after its secrets were cleared');
  });

  it('leaves a message without secrets as it was written', async () => {
    const bytes = new Reply({ plaintext: key }).serialize(write);
    await Promise.resolve();
    expect(bytes).toEqual(key);
  });
});

describe('secrets of messages', () => {
  it('are taken out of what was received', () => {
    const received = Buffer.from(key);
    const secret = takeSecret(received);
    expect(secret?.equals(Secret.copyOf(key))).toBe(true);
    expect(received).toEqual(Buffer.alloc(32));
    expect(takeSecret(undefined)).toBeUndefined();
  });

  it('are cleared wherever they stand among the members', () => {
    const [one, two] = [Secret.copyOf(key), Secret.copyOf(key)];
    const live = [one, two].map(reveal);
    clearSecrets({ plaintext: one, keyId: 'x', other: two, absent: undefined });
    expect(live).toEqual([Buffer.alloc(32), Buffer.alloc(32)]);
  });
});
