import { back, firstPage, forward, pageNumber, PAGES_BACK_MAX, tokenOf } from './paging.js';

describe('paging', () => {
  it('begins without a token, goes forward by what a page ended with, and back again', () => {
    const second = forward(firstPage, 'a');
    const third = forward(second, 'b');
    expect([firstPage, second, third].map((paging) => [pageNumber(paging), tokenOf(paging)])).toEqual([[1, undefined], [2, 'a'], [3, 'b']]);
    expect(back(third)).toEqual(second);
    expect(back(second)).toEqual(firstPage);
    expect(back(firstPage)).toEqual(firstPage);
  });

  it('stays where nothing follows', () => {
    expect(forward(firstPage, undefined)).toBe(firstPage);
  });

  it('remembers a bounded number of pages', () => {
    const last = { tokens: Array.from({ length: PAGES_BACK_MAX - 1 }, String) };
    const full = forward(last, 'x');
    expect(full.tokens).toHaveLength(PAGES_BACK_MAX);
    expect(forward(full, 'y')).toBe(full);
  });
});
