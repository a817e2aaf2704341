import type { AuditGroup, AuditHead, AuditLog } from './audit-log.js';
import { CHAIN_START, chainHash } from './chain.js';

/** What is wrong with a log, and from which group of which writer on. */
export interface AuditFault {
  readonly writer: string;
  readonly sequence: number;
  readonly what: 'missing' | 'changed';
}

/** What was read, and the first fault of each writer: none means that nothing was removed, changed, moved or added in between. */
export interface Verification {
  readonly groups: number;
  readonly events: number;
  readonly faults: readonly AuditFault[];
}

/** How far one writer's chain was followed. */
interface Followed {
  readonly sequence: number;
  readonly hash: Buffer;
  readonly fault?: AuditFault;
}

const START: Followed = { sequence: 0, hash: CHAIN_START };

/** Follows every writer's chain from its start to its head. Works while the log is written. */
export async function verifyAudit(log: AuditLog): Promise<Verification> {
  const heads = await log.heads();
  const chains = new Map<string, Followed>();
  const atHead = new Map<string, Buffer>();
  let [groups, events] = [0, 0];
  for await (const group of log.groups()) {
    groups += 1;
    events += group.lines.length;
    chains.set(group.writer, follow(chains.get(group.writer) ?? START, group));
    if (heads.some(({ writer, sequence }) => writer === group.writer && sequence === group.sequence)) atHead.set(group.writer, group.hash);
  }
  const writers = new Set([...heads.map(({ writer }) => writer), ...chains.keys()]);
  const faults = [...writers].map((writer) => faultOf(writer, chains.get(writer) ?? START, headOf(heads, writer), atHead.get(writer)));
  return { groups, events, faults: faults.filter((fault) => fault !== undefined) };
}

function follow(before: Followed, group: AuditGroup): Followed {
  if (before.fault !== undefined) return before;
  const { writer, sequence, hash, lines } = group;
  const next = before.sequence + 1;
  if (sequence !== next) return { ...before, fault: { writer, sequence: next, what: 'missing' } };
  const isWhole = chainHash(before.hash, writer, sequence, Buffer.from(lines.join('\n'))).equals(hash);
  return isWhole ? { sequence, hash } : { ...before, fault: { writer, sequence, what: 'changed' } };
}

/** The head tells what is missing at the end, where no next group does. */
function faultOf(writer: string, chain: Followed, head: AuditHead | undefined, hash: Buffer | undefined): AuditFault | undefined {
  if (chain.fault !== undefined) return chain.fault;
  if (head === undefined || chain.sequence < head.sequence) return { writer, sequence: chain.sequence + 1, what: 'missing' };
  return hash?.equals(head.hash) === true ? undefined : { writer, sequence: head.sequence, what: 'changed' };
}

function headOf(heads: readonly AuditHead[], writer: string): AuditHead | undefined {
  return heads.find((head) => head.writer === writer);
}
