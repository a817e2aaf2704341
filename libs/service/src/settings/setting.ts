import type { z } from 'zod';
import type { SettingName } from './setting-names.js';

/** One environment variable: its name, its meaning for the docs table, and the type that its text is parsed into. */
export interface Setting<T> {
  readonly name: SettingName;
  /** One sentence without its full stop, as the table prints it. */
  readonly meaning: string;
  /** From the text of the variable to the value; its messages complete the line `COFFER_X: ...`. */
  readonly type: z.ZodType<T, string>;
  /** What stands for the variable when it is not given, written as it would be written there. */
  readonly fallback?: string;
  /** Whether it may be absent without a fallback; the value is then undefined. */
  readonly optional: boolean;
  /** A secret is never printed, not even when it is a mistake, and may be given as `NAME_FILE`. */
  readonly secret: boolean;
}

/** Settings by the name that code uses for them. */
export type SettingTable = Readonly<Record<string, Setting<unknown>>>;

/** What a table of settings is read into. */
export type ValuesOf<Table extends SettingTable> = { readonly [Key in keyof Table]: Table[Key] extends Setting<infer T> ? T : never };

/** A setting without which nothing starts. */
export function required<T>(name: SettingName, meaning: string, type: z.ZodType<T, string>): Setting<T> {
  return { name, meaning, type, optional: false, secret: false };
}

export function defaulted<T>(name: SettingName, meaning: string, type: z.ZodType<T, string>, fallback: string): Setting<T> {
  return { name, meaning, type, fallback, optional: false, secret: false };
}

export function optional<T>(name: SettingName, meaning: string, type: z.ZodType<T, string>): Setting<T | undefined> {
  return { name, meaning, type, optional: true, secret: false };
}

/** The same setting as a secret: `NAME_FILE` is offered and the value is never shown. */
export function secret<T>(setting: Setting<T>): Setting<T> {
  return { ...setting, secret: true };
}
