import { CONTEXT_SIZE_MAX } from '@coffer/context';
import { decodeContext } from './context-pairs.js';

const pair = (key: string | Buffer, value: string | Buffer) => ({ key: Buffer.from(key), value: Buffer.from(value) });
/** In canonical form: a count, two lengths and a key of one byte. */
const OVERHEAD = 7;

/** The code of what `attempt` throws. */
function refusal(attempt: () => unknown): unknown {
  try {
    return { returned: attempt() };
  } catch (error) {
    return (error as { readonly code?: unknown }).code;
  }
}

describe('decodeContext', () => {
  it('keeps every pair as it was sent', () => {
    const context = decodeContext([pair('b', '2'), pair('a', ''), pair('é', '\u{10000}'), pair('__proto__', 'x'), pair('\ufffd', '\ufffd')]);
    expect([...(context ?? [])]).toEqual([['b', '2'], ['a', ''], ['é', '\u{10000}'], ['__proto__', 'x'], ['\ufffd', '\ufffd']]);
  });

  it.each([['no pairs', []], ['no list', undefined]])('knows %s as no context', (_, pairs) => {
    expect(decodeContext(pairs)).toBeUndefined();
  });

  it('takes a value that is absent for an empty one', () => {
    expect(decodeContext([{ key: Buffer.from('a') }])).toEqual(new Map([['a', '']]));
  });

  it('takes as many bytes as a context may have', () => {
    expect(decodeContext([pair('k', 'v'.repeat(CONTEXT_SIZE_MAX - OVERHEAD))])?.size).toBe(1);
  });

  it.each([
    ['one byte more', [pair('k', 'v'.repeat(CONTEXT_SIZE_MAX - OVERHEAD + 1))]],
    ['a key twice', [pair('a', '1'), pair('a', '1')]],
    ['a key that is no UTF-8', [pair(Buffer.of(0xff), '1')]],
    ['a value cut inside a character', [pair('a', Buffer.of(0xc3))]],
    ['a surrogate in UTF-8', [pair('a', Buffer.of(0xed, 0xa0, 0x80))]],
    ['an overlong form', [pair('a', Buffer.of(0xc0, 0xaf))]],
    ['pairs without end', Array.from({ length: 100_000 }, () => pair('a', ''))],
  ])('refuses %s', (_, pairs) => {
    expect(refusal(() => decodeContext(pairs))).toBe('ValidationException');
  });
});
