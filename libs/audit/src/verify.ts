import type { AuditTrim } from './audit-keys.js';
import type { AuditGroup, AuditHead, AuditLog } from './audit-log.js';
import { CHAIN_START } from './chain.js';
import { hashAt } from './group-row.js';
import { recordFaults, type RecordFault } from './record-faults.js';
import { trimEventOf, type TrimEvent } from './trim-event.js';

/** Faults that are told; a log that has more is not better known for them. */
export const FAULTS_MAX = 1_000;

/** Removals that are remembered to be compared with the rows that claim them: one is 1,000 groups. */
const REMOVALS_MAX = 1_000_000;

/** What is wrong with a log, at which groups of which writer. */
export interface AuditFault {
  readonly writer: string;
  readonly sequence: number;
  /** The last of several groups that are missing or added in a row; else the group itself. */
  readonly last: number;
  /**
   * `missing`: the group is not there. `changed`: its records are not those that were written. `moved`: its records are whole but it does not follow the
   * group before it, because it or that one was moved or rewritten. `added`: it stands where the chain has ended. `unproven`: it and all before it were
   * removed, and no event of the log says so.
   */
  readonly what: 'missing' | 'changed' | 'moved' | 'added' | 'unproven';
  /** For `changed`, which records, as far as they can be told. */
  readonly records: readonly RecordFault[];
}

/** How far retention removed a chain, and who says so where. */
export interface AuditRemoval extends TrimEvent {
  readonly eventId: string;
}

/** What was read and what is wrong with it: no faults means that nothing was removed, changed, moved or added, but by retention. */
export interface Verification {
  readonly groups: number;
  readonly events: number;
  readonly faults: readonly AuditFault[];
  readonly removals: readonly AuditRemoval[];
}

/** How far one writer's chain was followed; no hash once a group is missing, until the next. */
interface Followed {
  readonly sequence: number;
  readonly hash: Buffer | undefined;
}

/** Follows every writer's chain from its start, or from where retention left it, to its head. Works while the log is written. */
export async function verifyAudit(log: AuditLog): Promise<Verification> {
  return new LogVerifier(log, await log.heads(), await log.trims()).run();
}

class LogVerifier {
  readonly #log: AuditLog;
  readonly #heads: readonly AuditHead[];
  readonly #trims: Map<string, AuditTrim>;
  readonly #chains = new Map<string, Followed>();
  readonly #atHead = new Map<string, Buffer>();
  readonly #trimEvents = new Map<string, TrimEvent>();
  readonly #faults: AuditFault[] = [];

  constructor(log: AuditLog, heads: readonly AuditHead[], trims: readonly AuditTrim[]) {
    this.#log = log;
    this.#heads = heads;
    this.#trims = new Map(trims.map((trim) => [trim.writer, trim]));
  }

  async run(): Promise<Verification> {
    let [groups, events] = [0, 0];
    for await (const group of this.#log.groups()) {
      groups += 1;
      events += group.lines.length;
      await this.#follow(group);
      if (this.#heads.some(({ writer, sequence }) => writer === group.writer && sequence === group.sequence)) this.#atHead.set(group.writer, group.hash);
    }
    const now = new Map((await this.#log.heads()).map((head) => [head.writer, head.sequence]));
    for (const writer of new Set([...this.#heads.map((head) => head.writer), ...this.#chains.keys()])) this.#end(writer, now.get(writer) ?? 0);
    return { groups, events, removals: this.#removals(), faults: this.#faults };
  }

  async #follow(group: AuditGroup): Promise<void> {
    const { writer, sequence, lines } = group;
    for (const line of lines) this.#noteTrim(line);
    const before = this.#chains.get(writer) ?? (await this.#startOf(writer, sequence));
    this.#chains.set(writer, { sequence: Math.max(sequence, before.sequence), hash: group.hash });
    if (sequence <= before.sequence) return this.#fault({ writer, sequence, what: 'added' });
    const isNext = sequence === before.sequence + 1;
    if (!isNext) this.#fault({ writer, sequence: before.sequence + 1, last: sequence - 1, what: 'missing' });
    const records = recordFaults(group);
    if (records.length > 0) return this.#fault({ writer, sequence, what: 'changed', records });
    if (!isNext || before.hash === undefined || hashAt(group, { previous: before.hash, writer, sequence }).equals(group.hash)) return;
    this.#fault({ writer, sequence, what: group.version === 1 ? 'changed' : 'moved' });
  }

  /** Retention may remove groups while the log is read: then its row, read again, says so. */
  async #startOf(writer: string, sequence: number): Promise<Followed> {
    const known = this.#trims.get(writer);
    if (sequence === (known?.sequence ?? 0) + 1) return known ?? { sequence: 0, hash: CHAIN_START };
    const now = (await this.#log.trims()).find((trim) => trim.writer === writer);
    if (now !== undefined) this.#trims.set(writer, now);
    return now ?? { sequence: 0, hash: CHAIN_START };
  }

  /** The head tells what is missing at the end, where no next group does. */
  #end(writer: string, headNow: number): void {
    const chain = this.#chains.get(writer) ?? this.#trims.get(writer) ?? { sequence: 0 };
    const head = this.#heads.find((each) => each.writer === writer);
    if (chain.sequence > headNow) this.#fault({ writer, sequence: headNow + 1, last: chain.sequence, what: 'added' });
    if (head === undefined) return;
    if (chain.sequence < head.sequence) return this.#fault({ writer, sequence: chain.sequence + 1, last: head.sequence, what: 'missing' });
    const hash = this.#atHead.get(writer);
    if (hash !== undefined && !hash.equals(head.hash) && !this.#isFaulty(writer, head.sequence)) this.#fault({ writer, sequence: head.sequence, what: 'changed' });
  }

  #noteTrim(line: string): void {
    const trim = trimEventOf(line);
    if (trim !== undefined && this.#trimEvents.size < REMOVALS_MAX) this.#trimEvents.set(trim.eventId, trim);
  }

  #removals(): readonly AuditRemoval[] {
    return [...this.#trims.values()].flatMap((trim) => {
      const event = this.#trimEvents.get(trim.eventId);
      const isProven = event?.writer === trim.writer && event.sequence === trim.sequence && event.hash === trim.hash.toString('hex');
      if (isProven) return [{ ...event, eventId: trim.eventId }];
      this.#fault({ writer: trim.writer, sequence: trim.sequence, what: 'unproven' });
      return [];
    });
  }

  #isFaulty(writer: string, sequence: number): boolean {
    return this.#faults.some((fault) => fault.writer === writer && fault.sequence <= sequence && fault.last >= sequence);
  }

  #fault({ writer, sequence, last = sequence, what, records = [] }: Pick<AuditFault, 'writer' | 'sequence' | 'what'> & Partial<AuditFault>): void {
    if (this.#faults.length < FAULTS_MAX && !(what === 'added' && this.#isFaulty(writer, sequence))) this.#faults.push({ writer, sequence, last, what, records });
  }
}
