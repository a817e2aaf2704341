import { AccessKey, userPrincipal, type Identity } from '@coffer/iam';

import { CALLERS_PER_KEY_MAX, KnownCallers, type From } from './known-callers.js';

const here: From = { sourceIp: '192.0.2.1', secureTransport: true, userAgent: 'suite' };

function identity(name: string): Identity {
  return { principal: userPrincipal('111122223333', name), accessKey: new AccessKey(`AKIA${name.toUpperCase()}`, 'a-secret-of-this-suite'), tags: new Map(), active: true };
}

describe('KnownCallers', () => {
  const known = new KnownCallers('s3.us-east-1.amazonaws.com');
  const alice = identity('alice');

  it('say who called, from where, and as what S3 calls the KMS for it', () => {
    expect(known.callerOf(alice, here)).toEqual({ ...alice.principal, ...here, accessKeyId: 'AKIAALICE', viaService: 's3.us-east-1.amazonaws.com' });
  });

  it('are one object for requests that differ in nothing', () => {
    expect(known.callerOf(alice, { ...here })).toBe(known.callerOf(alice, here));
  });

  it.each([
    ['another address', alice, { ...here, sourceIp: '192.0.2.2' }],
    ['plain HTTP', alice, { ...here, secureTransport: false }],
    ['another client', alice, { ...here, userAgent: 'suite 2' }],
    ['another user', identity('bob'), here],
    ['the same user of another snapshot', identity('alice'), here],
  ])('are others for %s', (_, who, from) => {
    expect(known.callerOf(who, from)).not.toBe(known.callerOf(alice, here));
    expect(known.callerOf(who, from)).toMatchObject({ arn: who.principal.arn, ...from });
  });

  it('are bounded', () => {
    const first = known.callerOf(alice, { ...here, userAgent: 'first' });
    for (let i = 0; i < CALLERS_PER_KEY_MAX; i += 1) known.callerOf(alice, { ...here, userAgent: `client ${String(i)}` });
    expect(known.callerOf(alice, { ...here, userAgent: 'first' })).not.toBe(first);
    expect(known.callerOf(alice, { ...here, userAgent: 'first' })).toEqual(first);
  });
});
