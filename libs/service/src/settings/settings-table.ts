import type { SettingTable } from './setting.js';

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

/**
 * The settings of some tables as one Markdown table, in order of name, each name once. The docs hold what this prints, and a test compares
 * the two.
 */
export function settingsMarkdown(...tables: readonly SettingTable[]): string {
  const settings = new Map(tables.flatMap((table) => Object.values(table)).map((setting) => [setting.name, setting]));
  const rows = [...settings.values()]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, meaning, fallback, optional, secret }) => {
      const names = secret ? `\`${name}\` or \`${name}_FILE\`` : `\`${name}\``;
      const standard = fallback === undefined ? (optional ? '-' : 'must be given') : `\`${fallback}\``;
      return `| ${names} | ${cell(meaning)} | ${cell(standard)} |`;
    });
  return ['| setting | meaning | default |', '|---|---|---|', ...rows, ''].join('\n');
}
