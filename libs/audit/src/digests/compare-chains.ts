import type { AuditLog } from '../audit-log.js';
import type { DigestChain } from './digest.js';

/** How a log differs from what a digest says that it once was. */
export interface ChainDifference {
  readonly writer: string;
  readonly sequence: number;
  /** `forgotten`: the log ends before it, as one that was put back to an older state does. `another`: the log has another group there. */
  readonly what: 'forgotten' | 'another';
}

/** Holds a log against the chains of a digest: whatever was digested must still be there, unless retention removed it. */
export async function compareChains(log: AuditLog, chains: readonly DigestChain[]): Promise<readonly ChainDifference[]> {
  const removed = new Map((await log.trims()).map(({ writer, sequence }) => [writer, sequence]));
  const differences: ChainDifference[] = [];
  for (const { writer, lastSequence: sequence, lastHash } of chains) {
    const hash = await hashOf(log, writer, sequence);
    if (hash === lastHash || (hash === undefined && sequence <= (removed.get(writer) ?? 0))) continue;
    differences.push({ writer, sequence, what: hash === undefined ? 'forgotten' : 'another' });
  }
  return differences;
}

async function hashOf(log: AuditLog, writer: string, sequence: number): Promise<string | undefined> {
  for await (const group of log.groups({ writer, after: sequence - 1 })) return group.sequence === sequence ? group.hash.toString('hex') : undefined;
  return undefined;
}
