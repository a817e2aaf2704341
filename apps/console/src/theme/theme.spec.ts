import { nextTheme, themeFrom } from './theme.js';

describe('the theme', () => {
  it.each([['light', 'light'], ['dark', 'dark'], ['system', 'system'], ['red', 'system'], [null, 'system']])('that was kept as %p is %s', (kept, theme) => {
    expect(themeFrom(kept)).toBe(theme);
  });

  it('goes round', () => {
    expect(nextTheme('system')).toBe('light');
    expect(nextTheme('light')).toBe('dark');
    expect(nextTheme('dark')).toBe('system');
  });
});
