import type { Change } from '../store/key-store.js';
import type { Key } from './key.js';

/** What is to be done to a key by itself: `delete` removes it, `rotate` gives it new material, `clear` removes what a removed key left. */
export type DueTask = 'delete' | 'rotate' | 'clear';

export interface Due {
  readonly at: Date;
  readonly task: DueTask;
  readonly keyId: string;
}

/** Of milliseconds since 1970: enough until the year 5138, and so ids come in the order of time. */
const TIME_DIGITS = 14;

/**
 * What is to be done, in the order of time, as rows of the store:
 *
 *     due   at:14 digits "/" task "/" key-id      present; of `clear` the key's ARN
 */
export function dueId({ at, task, keyId }: Due): string {
  return `${String(at.getTime()).padStart(TIME_DIGITS, '0')}/${task}/${keyId}`;
}

export function parseDueId(id: string): Due {
  const [time = '', task = '', keyId = ''] = id.split('/');
  return { at: new Date(Number(time)), task: task as DueTask, keyId };
}

/** Where rows begin that are due after `now`. */
export function dueAfter(now: Date): string {
  return String(now.getTime() + 1).padStart(TIME_DIGITS, '0');
}

/** The one thing that is to be done to a key. A key that is disabled does not rotate; when it is enabled again, what it missed is due at once. */
export function dueOf({ id: keyId, enabled, deletionDate, rotation }: Key): Due | undefined {
  if (deletionDate !== undefined) return { at: deletionDate, task: 'delete', keyId };
  return rotation === undefined || !enabled ? undefined : { at: rotation.next, task: 'rotate', keyId };
}

/** What a commit that turns `before` into `after` does to the rows. */
export function dueChanges(before: Key | undefined, after: Key | undefined): readonly Change[] {
  const [was, is] = [before && dueOf(before), after && dueOf(after)].map((due) => due && dueId(due));
  if (was === is) return [];
  return [...(was === undefined ? [] : [removed(was)]), ...(is === undefined ? [] : [added(is, PRESENT)])];
}

/** What is left to do for a key that is removed: its aliases and grants. */
export function clearing(key: Key, at: Date): Change {
  return added(dueId({ at, task: 'clear', keyId: key.id }), Buffer.from(key.arn));
}

/** What stands in the rows: a version, and nothing else. */
const PRESENT = Buffer.of(1);

function added(id: string, value: Buffer): Change {
  return { table: 'due', id, expected: null, value };
}

function removed(id: string): Change {
  return { table: 'due', id, expected: PRESENT, value: null };
}
