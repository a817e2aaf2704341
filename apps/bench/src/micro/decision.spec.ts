import { decide } from '@coffer/iam';

import { decisionMicros, sampleCaller, sampleRequest, sampleStanding } from './decision.js';

describe('decisionMicros', () => {
  it('decides for a caller with twenty statements in three policies', () => {
    const counts = sampleStanding().identity.map(({ statements }) => statements.length);
    expect(counts).toHaveLength(3);
    expect(counts.reduce((sum, count) => sum + count)).toBe(20);
  });

  it('allows by the last of them, so that all others were looked at', () => {
    const statement = { kind: 'identity-based policy', policy: 'bounds', sid: 'Asked', index: 4 };
    expect(decide(sampleRequest(sampleCaller(), sampleStanding(), new Date()))).toEqual({ allowed: true, by: 'statement', statement });
  });

  it.each(decisionMicros())('$name can be done again and again', ({ operation }) => {
    expect(operation()).toEqual(operation());
  });
});
