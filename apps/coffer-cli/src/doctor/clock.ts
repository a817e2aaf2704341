import { HopFailure, HopSkipped, type Found } from './hop.js';
import type { HttpAnswer } from './http-answer.js';

/** AWS's figure, and Coffer's: a signature that is older or newer is RequestTimeTooSkewed. */
export const SKEW_SECONDS_MAX = 900;

/** Compares this machine's clock with those of who answered. Throws HopFailure where signatures would be refused for it. */
export function compareClocks(answers: ReadonlyMap<string, HttpAnswer>): Found<undefined> {
  const skews = [...answers].flatMap(([door, { headers, at }]) => {
    const theirs = Date.parse(headers.date ?? '');
    return Number.isNaN(theirs) ? [] : [{ door, seconds: Math.round((theirs - at.getTime()) / 1_000) }];
  });
  const worst = skews.toSorted((a, b) => Math.abs(b.seconds) - Math.abs(a.seconds))[0];
  if (worst === undefined) throw new HopSkipped('nobody told the time');
  const told = tell(worst.door, worst.seconds);
  if (Math.abs(worst.seconds) > SKEW_SECONDS_MAX) throw new HopFailure(`${told}; more than ${String(SKEW_SECONDS_MAX)} s is RequestTimeTooSkewed`, 'set the clock of this machine or of the service by NTP');
  return { detail: told, value: undefined };
}

/** A Date header has whole seconds, so one second is none. */
function tell(door: string, seconds: number): string {
  if (Math.abs(seconds) <= 1) return 'this clock and theirs agree';
  return `the clock of ${door} is ${String(Math.abs(seconds))} s ${seconds > 0 ? 'ahead of' : 'behind'} this one`;
}
