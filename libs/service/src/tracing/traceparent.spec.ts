import { parseTraceparent, printTraceparent } from './traceparent.js';

const [TRACE, SPAN] = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7'];

describe('traceparent', () => {
  it.each([
    ['the example of the specification', `00-${TRACE}-${SPAN}-01`, 1],
    ['not sampled', `00-${TRACE}-${SPAN}-00`, 0],
    ['with flags of a later level', `00-${TRACE}-${SPAN}-03`, 1],
    ['of a later version', `cc-${TRACE}-${SPAN}-01`, 1],
    ['of a later version that says more', `cc-${TRACE}-${SPAN}-01-what-the-future-will-be`, 1],
  ])('is read: %s', (_, text, traceFlags) => {
    expect(parseTraceparent(text)).toEqual({ traceId: TRACE, spanId: SPAN, traceFlags });
  });

  it.each([
    ['none', undefined],
    ['two', [`00-${TRACE}-${SPAN}-01`, `00-${TRACE}-${SPAN}-01`]],
    ['empty', ''],
    ['a trace of zeros', `00-${'0'.repeat(32)}-${SPAN}-01`],
    ['a parent of zeros', `00-${TRACE}-${'0'.repeat(16)}-01`],
    ['the version that is never', `ff-${TRACE}-${SPAN}-01`],
    ['more than version 00 has', `00-${TRACE}-${SPAN}-01-more`],
    ['upper case', `00-${TRACE.toUpperCase()}-${SPAN}-01`],
    ['too short', `00-${TRACE.slice(1)}-${SPAN}-01`],
    ['no flags', `00-${TRACE}-${SPAN}`],
    ['a line feed', `00-${TRACE}-${SPAN}-01\n`],
    ['longer than anybody needs', `cc-${TRACE}-${SPAN}-01-${'x'.repeat(512)}`],
  ])('is as good as none: %s', (_, text) => {
    expect(parseTraceparent(text)).toBeUndefined();
  });

  it('is printed as it is read', () => {
    for (const flags of ['00', '01']) {
      const text = `00-${TRACE}-${SPAN}-${flags}`;
      expect(printTraceparent(parseTraceparent(text) ?? { traceId: '', spanId: '', traceFlags: 0 })).toBe(text);
    }
  });
});
