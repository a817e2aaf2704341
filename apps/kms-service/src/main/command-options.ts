import { parseArgs } from 'node:util';

/** What a command was told: `--name VALUE`, `--flag`, and what stands alone. */
export interface Options {
  readonly values: ReadonlyMap<string, string>;
  readonly flags: ReadonlySet<string>;
  readonly operands: readonly string[];
}

/** The options of a command; undefined for what it does not take, or another number of operands. */
export function readOptions(args: readonly string[], names: readonly string[], flags: readonly string[], operands: number): Options | undefined {
  const known = [...names.map((name) => [name, { type: 'string' }] as const), ...flags.map((name) => [name, { type: 'boolean' }] as const)];
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: Object.fromEntries<{ readonly type: 'string' | 'boolean' }>(known), allowPositionals: true });
    if (positionals.length !== operands) return undefined;
    const given = Object.entries(values);
    return {
      values: new Map(given.filter((entry): entry is [string, string] => typeof entry[1] === 'string')),
      flags: new Set(given.filter(([, value]) => value === true).map(([name]) => name)),
      operands: positionals,
    };
  } catch {
    return undefined;
  }
}
