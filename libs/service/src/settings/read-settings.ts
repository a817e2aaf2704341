import { StartError } from '../start/start-error.js';
import { readSecretFile } from './read-secret-file.js';
import { SETTING_NAMES } from './setting-names.js';
import type { Setting, SettingTable, ValuesOf } from './setting.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** A rule over several settings: the lines that are wrong, each naming its setting; none if all is well. */
export type SettingRule<Values> = (values: Values) => readonly string[];

/** The text of one setting, or nothing; a line in `mistakes` when there is no telling. An empty variable is one that is not given. */
function textOf(setting: Setting<unknown>, env: Environment, mistakes: string[]): string | undefined {
  const given = env[setting.name] === '' ? undefined : env[setting.name];
  const file = setting.secret ? env[`${setting.name}_FILE`] : undefined;
  if (file === undefined || file === '') return given ?? setting.fallback;
  if (given !== undefined) {
    mistakes.push(`${setting.name}: given twice, also as ${setting.name}_FILE; keep one`);
    return undefined;
  }
  return readSecretFile(`${setting.name}_FILE`, file, mistakes);
}

/** The value of one setting. A mistake in a secret is told without the secret. */
function valueOf(setting: Setting<unknown>, env: Environment, mistakes: string[]): unknown {
  const before = mistakes.length;
  const text = textOf(setting, env, mistakes);
  if (text === undefined) {
    if (!setting.optional && mistakes.length === before) mistakes.push(`${setting.name}: is needed and not given (${setting.meaning})`);
    return undefined;
  }
  const parsed = setting.type.safeParse(text);
  if (parsed.success) return parsed.data;
  const shown = setting.secret ? '' : `, not ${JSON.stringify(text)}`;
  mistakes.push(`${setting.name}: ${parsed.error.issues[0]?.message ?? 'is wrong'}${shown}`);
  return undefined;
}

function unknownNames(env: Environment): string[] {
  const known = new Set<string>(SETTING_NAMES);
  return Object.keys(env).filter((name) => name.startsWith('COFFER_') && !known.has(name)).sort();
}

/**
 * Reads the settings of a table from the environment, once, into typed values.
 *
 * Every mistake is found before any is told: one StartError whose message has a line `COFFER_X: what is wrong` for each. Rules see
 * values only when each setting is well by itself.
 */
export function readSettings<Table extends SettingTable>(
  table: Table,
  env: Environment,
  ...rules: readonly SettingRule<ValuesOf<Table>>[]
): ValuesOf<Table> {
  const mistakes: string[] = [];
  const entries = Object.entries(table).map(([key, setting]) => [key, valueOf(setting, env, mistakes)] as const);
  mistakes.push(...unknownNames(env).map((name) => `${name}: is not a setting of Coffer; is it misspelled?`));
  const values = Object.fromEntries(entries) as ValuesOf<Table>;
  if (mistakes.length === 0) mistakes.push(...rules.flatMap((rule) => rule(values)));
  if (mistakes.length > 0) throw new StartError(mistakes.join('\n'));
  return values;
}
