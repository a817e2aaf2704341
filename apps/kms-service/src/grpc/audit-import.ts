import type { AuditGroup, ImportOutcome } from '@coffer/audit';
import type { AuditGroup__Output } from '../../../../proto/types/coffer/kms/v1/AuditGroup.js';
import type { ImportAuditGroupsRequest__Output } from '../../../../proto/types/coffer/kms/v1/ImportAuditGroupsRequest.js';
import { KmsError } from '../errors/kms-error.js';
import type { Peer } from './peer.js';
import { denied, invalid } from './refused.js';
import { Reply } from './reply.js';

/** Groups in one call. */
export const IMPORT_GROUPS_MAX = 100;

const WRITER_FORM = /^[0-9a-f-]{36}$/;
const HASH_SIZE = 32;

type ImportedGroup = Omit<AuditGroup, 'recordHashes' | 'version'>;

/** Where groups of other services go. */
export interface AuditImport {
  importGroup(group: ImportedGroup): Promise<ImportOutcome>;
  /** Whether a peer of these names may ship groups of a writer; `binds`: from now on no other may. */
  mayShip(writer: string, names: readonly string[], binds: boolean): Promise<boolean>;
  /** The last group of a writer that is there; 0 for none. */
  lastSequence(writer: string): number;
}

/** Of a door before a service that keeps no log. */
export const emptyTrail: AuditImport = { importGroup: () => Promise.resolve('does not follow'), mayShip: () => Promise.resolve(true), lastSequence: () => 0 };

/**
 * Takes groups over, in order, as far as they follow what is there. What is told afterwards is durable. A writer belongs to the peer that was the first to ship for it:
 * another service can neither go on with its chain nor ask how far that is.
 */
export async function importAuditGroups(trail: AuditImport, peer: Pick<Peer, 'names'>, message: object): Promise<Reply> {
  const { writer = '', groups = [] } = message as ImportAuditGroupsRequest__Output;
  if (!WRITER_FORM.test(writer)) throw invalid('writer', 'Member must be a UUID');
  if (groups.length > IMPORT_GROUPS_MAX) throw invalid('groups', `Member must have at most ${String(IMPORT_GROUPS_MAX)} entries`);
  if (!(await trail.mayShip(writer, [...peer.names], groups.length > 0))) throw denied('Another service ships the audit groups of this writer.');
  for (const group of groups.map((each) => decode(writer, each))) {
    if ((await trail.importGroup(group)) === 'does not follow') {
      throw new KmsError('ValidationException', `Group ${String(group.sequence)} does not follow what is there of its writer.`);
    }
  }
  return new Reply({ sequence: trail.lastSequence(writer) });
}

function decode(writer: string, { sequence = 0, hash = Buffer.alloc(0), writtenMs = 0, lines = [] }: AuditGroup__Output): ImportedGroup {
  const isTold = Number.isSafeInteger(sequence) && sequence > 0 && hash.length === HASH_SIZE && Number.isSafeInteger(writtenMs) && writtenMs >= 0 && lines.length > 0;
  if (!isTold || lines.some((line) => line.includes('\n'))) throw invalid('groups', 'Member must be groups as they were written');
  return { writer, sequence, hash: Buffer.from(hash), written: new Date(writtenMs), lines };
}
