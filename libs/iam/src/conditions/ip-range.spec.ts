import { BlockList, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { isInRange, parseIpAddress, parseIpRange } from './ip-range.js';

describe('parseIpRange', () => {
  it.each(['', 'x', '203.0.113', '203.0.113.256', '203.0.113.0/33', '203.0.113.0/', '203.0.113.0/-1', '203.0.113.0/8/8', '203.0.113.0/ 8', '::/129', 'fe80::1%eth0', ':::', '203.0.113.*'])(
    'takes no %j',
    (text) => {
      expect(parseIpRange(text)).toBeUndefined();
    },
  );

  it.each([
    ['203.0.113.7', [203, 0, 113, 7], 32],
    ['203.0.113.0/0', [203, 0, 113, 0], 0],
    ['::', new Array(16).fill(0), 128],
    ['::1', [...new Array(15).fill(0), 1], 128],
    ['2001:db8::/32', [0x20, 0x01, 0x0d, 0xb8, ...new Array(12).fill(0)], 32],
    ['::ffff:203.0.113.7', [203, 0, 113, 7], 32],
    ['64:ff9b::192.0.2.33', [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, 192, 0, 2, 33], 128],
  ])('reads %s', (text, bytes, prefixBits) => {
    expect(parseIpRange(text)).toEqual({ bytes, prefixBits });
  });
});

describe('isInRange', () => {
  const mapped = /^(0*:)*:?ffff:/i;

  it.each([
    ['IPv4', fc.ipV4(), 32, 'ipv4'],
    ['IPv6', fc.ipV6().filter((text) => isIPv6(text) && !mapped.test(text)), 128, 'ipv6'],
  ] as const)("agrees with the platform's list of blocks for %s", (_, address, bits, family) => {
    let inside = 0;
    fc.assert(
      fc.property(address, address, fc.nat(bits), fc.boolean(), (block, other, prefix, same) => {
        const list = new BlockList();
        list.addSubnet(block, prefix, family);
        const asked = same ? block : other;
        const expected = list.check(asked, family);
        if (expected) inside += 1;
        expect(isInRange(parseIpRange(`${block}/${prefix}`)!, parseIpAddress(asked)!)).toBe(expected);
      }),
    );
    expect(inside).toBeGreaterThan(10);
  });
});
