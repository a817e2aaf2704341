/** What a person chose; `system` follows the browser. */
export type Theme = 'system' | 'light' | 'dark';

const THEMES: readonly Theme[] = ['system', 'light', 'dark'];
const PLACE = 'coffer.theme';

export function themeFrom(text: string | null): Theme {
  return THEMES.find((theme) => theme === text) ?? 'system';
}

export function storedTheme(): Theme {
  return themeFrom(localStorage.getItem(PLACE));
}

/** Shows a theme, and keeps the choice: of all that the console knows, only this outlives the tab. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') {
    delete document.documentElement.dataset['theme'];
    localStorage.removeItem(PLACE);
    return;
  }
  document.documentElement.dataset['theme'] = theme;
  localStorage.setItem(PLACE, theme);
}

/** Switches go round: system, light, dark. */
export function nextTheme(theme: Theme): Theme {
  return THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
}
