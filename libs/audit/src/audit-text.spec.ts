import { DEPTH_MAX, membersText } from './audit-text.js';
import type { AuditParameters } from './audit-event.js';

const nested = (depth: number): AuditParameters => (depth === 0 ? { end: true } : { in: nested(depth - 1) });
const depthOf = (value: object): number => ('in' in value ? 1 + depthOf(value.in as object) : 0);

describe('membersText', () => {
  it('prints members within members, as AssumeRole answers', () => {
    const made = { credentials: { accessKeyId: 'ASIAMADEUP', expiration: undefined }, assumedRoleUser: { arn: 'a' }, tags: new Map([['__proto__', 'x']]), list: ['a'] };
    expect(membersText(made)).toBe('{"credentials":{"accessKeyId":"ASIAMADEUP"},"assumedRoleUser":{"arn":"a"},"tags":{"__proto__":"x"},"list":["a"]}');
  });

  it('prints as deep as its limit, and what lies deeper as nothing', () => {
    expect(JSON.parse(membersText(nested(DEPTH_MAX)))).toEqual(nested(DEPTH_MAX));
    const cut = JSON.parse(membersText(nested(DEPTH_MAX + 1))) as object;
    expect(depthOf(cut)).toBe(DEPTH_MAX + 1);
    expect(JSON.stringify(cut)).not.toContain('end');
  });
});
